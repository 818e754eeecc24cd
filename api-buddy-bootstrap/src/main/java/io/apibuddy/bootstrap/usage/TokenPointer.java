package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;

/**
 * Computes the JSON pointer of a parser's current token, if it may be one that this package looks
 * for. Depth and names are bounded, because a document may have very many members at a place with
 * very long names.
 */
final class TokenPointer {
  /** The largest nesting depth at which something is looked for. */
  private static final int MAX_DEPTH = 6;

  /** The length of the longest name of interest, in characters. */
  private static final int MAX_NAME_LENGTH = 64;

  private TokenPointer() {}

  /**
   * Returns the JSON pointer (RFC 6901) of a parser's current token, empty for the document itself,
   * and for places that are too deep or have too long names.
   */
  static String of(JsonParser parser) {
    JsonStreamContext context = parser.getParsingContext();
    if (context.getNestingDepth() > MAX_DEPTH) {
      return "";
    }
    for (JsonStreamContext at = context; at != null; at = at.getParent()) {
      String name = at.getCurrentName();
      if (name != null && name.length() > MAX_NAME_LENGTH) {
        return "";
      }
    }
    return context.pathAsPointer().toString();
  }
}
