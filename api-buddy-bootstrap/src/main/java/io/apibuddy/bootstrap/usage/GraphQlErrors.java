package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds failed operations of GraphQL: {@code errors} without {@code data}, or with data that is
 * null, empty or has only null members. It looks in the document itself and, for a batch, in each
 * item of an outermost array. For use by one thread.
 */
final class GraphQlErrors {
  private static final Pattern ERRORS = Pattern.compile("(?:/\\d+)?/errors");
  private static final Pattern DATA = Pattern.compile("(?:/\\d+)?/data");

  /**
   * All members of a GraphQL answer. An item with other members is none: a service that checks
   * several things, for example, may list the errors of each.
   */
  private static final Set<String> MEMBERS = Set.of("data", "errors", "extensions");

  private boolean errorsOpened;
  private boolean errors;
  private boolean dataOpened;
  private boolean data;
  private boolean otherMembers; // in the present item, so it is no answer of GraphQL
  private boolean failed; // one of the items before

  /** Examines the parser's current token. */
  void take(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    boolean isNothing = token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_NULL;
    errors |= errorsOpened && token != JsonToken.END_ARRAY;
    data |= dataOpened && !isNothing && token != JsonToken.END_OBJECT;
    errorsOpened = false;
    dataOpened &= isNothing;
    if (token == JsonToken.END_OBJECT && parser.getParsingContext().getNestingDepth() == 1) {
      endItem(parser.getParsingContext().inArray());
    }
    String name = String.valueOf(parser.currentName());
    if (token == JsonToken.FIELD_NAME) {
      otherMembers |= isInItem(parser.getParsingContext()) && !MEMBERS.contains(name);
      return;
    }
    if (name.equals("errors")) {
      errorsOpened =
          token == JsonToken.START_ARRAY && ERRORS.matcher(TokenPointer.of(parser)).matches();
    } else if (name.equals("data") && DATA.matcher(TokenPointer.of(parser)).matches()) {
      dataOpened = token == JsonToken.START_OBJECT;
      data |= !dataOpened && !isNothing && token != JsonToken.END_OBJECT;
    }
  }

  private void endItem(boolean ofArray) {
    if (ofArray) {
      failed = areFound();
      errors = false;
      data = false;
      otherMembers = false;
    }
  }

  private static boolean isInItem(JsonStreamContext context) {
    return context.getNestingDepth() == 2 && context.getParent().inArray();
  }

  /** Returns whether the tokens so far report a failed operation. */
  boolean areFound() {
    return failed || (errors && !data && !otherMembers);
  }
}
