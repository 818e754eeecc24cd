package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A token that answers a login, and the next one gets another: an access token, or one that says
 * who somebody is, beside how long it is good for or of what type it is (RFC 6749 section 5.1), or
 * a JSON Web Token (RFC 7519), whatever it is called, unless that is a cursor or signed data; in a
 * document itself or in an object in it. For use by one thread.
 */
final class IssuedToken {
  private static final Set<String> TOKENS =
      Set.of("access_token", "accessToken", "AccessToken", "id_token", "idToken", "IdToken");
  private static final Set<String> COMPANIONS =
      Set.of("expires_in", "expiresIn", "ExpiresIn", "token_type", "tokenType", "TokenType");

  /** Head and claims are JSON objects in Base64. */
  private static final Pattern JSON_WEB_TOKEN =
      Pattern.compile("eyJ[\\w-]*+\\.eyJ[\\w-]*+\\.[\\w-]*+");

  /** What services call such texts that are no tokens. */
  private static final Pattern OTHERS = Pattern.compile("signed.*|next.*|.*[cC]ursor.*");

  private static final int DEEPEST = 2;
  private static final int SHORTEST = 20;

  /** By how many objects and arrays are open. */
  private final boolean[] token = new boolean[DEEPEST + 1];

  private final boolean[] companion = new boolean[DEEPEST + 1];
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
      companion[depth] = false;
    } else if (current.isScalarValue() && current != JsonToken.VALUE_NULL) {
      String name = String.valueOf(parser.currentName());
      token[depth] |= TOKENS.contains(name) && parser.getTextLength() > 0;
      companion[depth] |= COMPANIONS.contains(name);
      found |= (token[depth] && companion[depth]) || isJsonWebToken(parser, name);
    }
  }

  private static boolean isJsonWebToken(JsonParser parser, String name) throws IOException {
    return parser.currentToken() == JsonToken.VALUE_STRING
        && parser.getTextLength() > SHORTEST
        && parser.getTextCharacters()[parser.getTextOffset()] == 'e'
        && parser.getParsingContext().inObject()
        && JSON_WEB_TOKEN.matcher(parser.getText()).matches()
        && !OTHERS.matcher(name).matches();
  }

  /** Returns whether there is one, as far as the tokens that were taken tell. */
  boolean isFound() {
    return found;
  }
}
