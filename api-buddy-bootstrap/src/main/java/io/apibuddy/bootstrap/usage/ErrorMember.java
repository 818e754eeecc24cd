package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * The member by which providers say that an answer with status 200 has failed: an object with
 * something in it, or a text, called {@code error}, in the document itself or in an item of the
 * array that it is. For use by one thread.
 */
final class ErrorMember {
  private static final String NAME = "error";
  private static final Pattern PLACE = Pattern.compile("(/\\d+)?/" + NAME);

  private final boolean texts;
  private boolean opened;

  /**
   * Looks for one.
   *
   * @param texts whether a text is one; where documents come alone some always say "ok" so
   */
  ErrorMember(boolean texts) {
    this.texts = texts;
  }

  /** Returns whether there is one, as far as the parser's current token tells. */
  boolean isFound(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    boolean filled = opened && token != JsonToken.END_OBJECT;
    opened = token == JsonToken.START_OBJECT && isIts(parser);
    return filled
        || (texts
            && token == JsonToken.VALUE_STRING
            && parser.getTextLength() > 0
            && isIts(parser));
  }

  private static boolean isIts(JsonParser parser) throws IOException {
    return NAME.equals(parser.currentName())
        && PLACE.matcher(parser.getParsingContext().pathAsPointer().toString()).matches();
  }
}
