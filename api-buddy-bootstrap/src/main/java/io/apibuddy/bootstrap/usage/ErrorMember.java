package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * What providers say with status 200 when they have failed: an object with something in it, or a
 * text, called {@code error}, in the document itself, in an item of the array that it is, or in a
 * choice; a text {@code error} beside an {@code ok} or {@code success} that is false, and a text
 * {@code error_message}, in the document itself; {@code errors} without {@code data}, or with data
 * of which all is null (GraphQL); a {@code finish_reason} that is {@code error}; what was cut short
 * by Elasticsearch ({@code timed_out}) and Overpass ({@code remark}), and Etherscan's refusal
 * ({@code message}). For use by one thread.
 */
final class ErrorMember {
  private static final Pattern PLACE = Pattern.compile("(/\\d+|/choices/\\d+|/delta)?/error");

  private final boolean texts;
  private boolean errorOpened;
  private boolean errorsOpened;
  private boolean failed;
  private boolean errorText;
  private boolean refused;
  private boolean errors;
  private boolean dataOpened;
  private boolean data;

  /**
   * Looks for one.
   *
   * @param texts whether a text is one; where documents come alone some always say "ok" so
   */
  ErrorMember(boolean texts) {
    this.texts = texts;
  }

  /** Takes a parser's current token. */
  void take(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    failed |= errorOpened && token != JsonToken.END_OBJECT;
    errors |= errorsOpened && token != JsonToken.END_ARRAY;
    boolean isNothing = token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_NULL;
    data |= dataOpened && !isNothing && token != JsonToken.END_OBJECT;
    errorOpened = false;
    errorsOpened = false;
    dataOpened &= isNothing;
    String name = token == JsonToken.FIELD_NAME ? null : parser.currentName();
    if (name != null) {
      switch (name) {
        case "error" -> {
          errorOpened =
              token == JsonToken.START_OBJECT && PLACE.matcher(Place.of(parser)).matches();
          failed |= texts && isText(parser) && PLACE.matcher(Place.of(parser)).matches();
          errorText |= isText(parser) && isOutermost(parser, name);
        }
        case "error_message" -> failed |= isText(parser) && isOutermost(parser, name);
        case "ok", "success" ->
            refused |= token == JsonToken.VALUE_FALSE && isOutermost(parser, name);
        case "timed_out" -> failed |= token == JsonToken.VALUE_TRUE && isOutermost(parser, name);
        case "message" -> failed |= isOutermostText(parser, "NOTOK");
        case "remark" -> failed |= isOutermostText(parser, "runtime error");
        case "errors" -> errorsOpened = token == JsonToken.START_ARRAY && isOutermost(parser, name);
        case "data" -> {
          boolean opens = token == JsonToken.START_OBJECT;
          if (isOutermost(parser, name)) {
            dataOpened = opens;
            data |= !opens && !isNothing && token != JsonToken.END_OBJECT;
          }
        }
        case "finish_reason" ->
            failed |= isText(parser) && parser.getText().equalsIgnoreCase("error");
        default -> {}
      }
    }
  }

  /** Returns whether there is one, as far as the tokens that were taken tell. */
  boolean isFound() {
    return failed || (errorText && refused) || (errors && !data);
  }

  private static boolean isText(JsonParser parser) throws IOException {
    return parser.currentToken() == JsonToken.VALUE_STRING && parser.getTextLength() > 0;
  }

  private static boolean isOutermostText(JsonParser parser, String beginning) throws IOException {
    return parser.getParsingContext().getNestingDepth() == 1
        && isText(parser)
        && parser.getText().startsWith(beginning);
  }

  private static boolean isOutermost(JsonParser parser, String name) {
    return Place.of(parser).equals('/' + name);
  }
}
