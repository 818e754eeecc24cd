package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * The member by which providers say that an answer with status 200 has failed: an object or a text
 * called {@code error}, in the document itself or in an item of the array that it is.
 */
final class ErrorMember {
  private static final String NAME = "error";
  private static final Pattern PLACE = Pattern.compile("(/\\d+)?/" + NAME);

  private ErrorMember() {}

  /** Returns whether the parser's current token begins one. */
  static boolean isAt(JsonParser parser) throws IOException {
    return NAME.equals(parser.currentName())
        && saysSomething(parser)
        && PLACE.matcher(parser.getParsingContext().pathAsPointer().toString()).matches();
  }

  private static boolean saysSomething(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    return token == JsonToken.START_OBJECT
        || (token == JsonToken.VALUE_STRING && parser.getTextLength() > 0);
  }
}
