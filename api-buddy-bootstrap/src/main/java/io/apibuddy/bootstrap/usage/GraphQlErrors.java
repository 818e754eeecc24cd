package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What GraphQL says when an operation has failed: {@code errors} without {@code data}, or with data
 * of which all is null, in the document itself or, as the answer to a batch, in an item of the
 * array that it is. For use by one thread.
 */
final class GraphQlErrors {
  private static final Pattern ERRORS = Pattern.compile("(?:/\\d+)?/errors");
  private static final Pattern DATA = Pattern.compile("(?:/\\d+)?/data");

  /** All that an answer has; a check of several things may have errors of each, beside others. */
  private static final Set<String> MEMBERS = Set.of("data", "errors", "extensions");

  private boolean errorsOpened;
  private boolean errors;
  private boolean dataOpened;
  private boolean data;
  private boolean more; // than an answer has, in an item
  private boolean failed; // an item before

  /** Takes a parser's current token. */
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
      more |= isInItem(parser.getParsingContext()) && !MEMBERS.contains(name);
      return;
    }
    if (name.equals("errors")) {
      errorsOpened = token == JsonToken.START_ARRAY && ERRORS.matcher(Place.of(parser)).matches();
    } else if (name.equals("data") && DATA.matcher(Place.of(parser)).matches()) {
      dataOpened = token == JsonToken.START_OBJECT;
      data |= !dataOpened && !isNothing && token != JsonToken.END_OBJECT;
    }
  }

  private void endItem(boolean ofArray) {
    if (ofArray) {
      failed = areFound();
      errors = false;
      data = false;
      more = false;
    }
  }

  private static boolean isInItem(JsonStreamContext context) {
    return context.getNestingDepth() == 2 && context.getParent().inArray();
  }

  /** Returns whether there are some, as far as the tokens that were taken tell. */
  boolean areFound() {
    return failed || (errors && !data && !more);
  }
}
