package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;

/**
 * Where in a document a parser is, as far as that may be somewhere known: a document may have very
 * many members at a place with very long names.
 */
final class Place {
  /** Beyond this nothing known is. */
  private static final int DEEPEST = 6;

  /** Longer names nothing known has. */
  private static final int LONGEST = 64;

  private Place() {}

  /**
   * Returns the JSON pointer (RFC 6901) of a parser's current token, empty if it is the document
   * itself or nowhere known.
   */
  static String of(JsonParser parser) {
    JsonStreamContext context = parser.getParsingContext();
    if (context.getNestingDepth() > DEEPEST) {
      return "";
    }
    for (JsonStreamContext at = context; at != null; at = at.getParent()) {
      String name = at.getCurrentName();
      if (name != null && name.length() > LONGEST) {
        return "";
      }
    }
    return context.pathAsPointer().toString();
  }
}
