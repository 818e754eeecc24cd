package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;

/**
 * An access token, or one that says who somebody is, beside how long it is good for, in a document
 * itself or in an object in it: it answers a login, and the next one gets another. For use by one
 * thread.
 */
final class IssuedToken {
  private static final Set<String> TOKENS =
      Set.of("access_token", "accessToken", "AccessToken", "id_token", "idToken", "IdToken");
  private static final Set<String> LIFETIMES = Set.of("expires_in", "expiresIn", "ExpiresIn");
  private static final int DEEPEST = 2;

  /** By how many objects and arrays are open. */
  private final boolean[] token = new boolean[DEEPEST + 1];

  private final boolean[] lifetime = new boolean[DEEPEST + 1];
  private boolean found;

  /** Takes a parser's current token. */
  void take(JsonParser parser) throws IOException {
    int depth = parser.getParsingContext().getNestingDepth();
    if (depth > DEEPEST) {
      return;
    }
    JsonToken current = parser.currentToken();
    if (current == JsonToken.START_OBJECT) {
      token[depth] = false;
      lifetime[depth] = false;
    } else if (current.isScalarValue() && current != JsonToken.VALUE_NULL) {
      String name = String.valueOf(parser.currentName());
      token[depth] |= TOKENS.contains(name) && parser.getTextLength() > 0;
      lifetime[depth] |= LIFETIMES.contains(name);
      found |= token[depth] && lifetime[depth];
    }
  }

  /** Returns whether there is one, as far as the tokens that were taken tell. */
  boolean isFound() {
    return found;
  }
}
