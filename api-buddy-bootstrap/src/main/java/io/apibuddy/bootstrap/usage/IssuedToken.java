package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds a token that a login issues. Such an answer must not be kept, because each login gets
 * another token. It is an access or identity token beside its lifetime or type (RFC 6749, section
 * 5.1), or a JSON Web Token (RFC 7519) under any name, except names of cursors and signed data. It
 * is in the document itself or in an object there. For use by one thread.
 */
final class IssuedToken {
  private static final Set<String> TOKENS =
      Set.of("access_token", "accessToken", "AccessToken", "id_token", "idToken", "IdToken");
  private static final Set<String> COMPANIONS =
      Set.of("expires_in", "expiresIn", "ExpiresIn", "token_type", "tokenType", "TokenType");

  /** Matches a JSON Web Token, whose header and claims are JSON objects in Base64. */
  private static final Pattern JSON_WEB_TOKEN =
      Pattern.compile("eyJ[\\w-]*+\\.eyJ[\\w-]*+\\.[\\w-]*+");

  /** Names under which services give JSON Web Tokens that no login issues. */
  private static final Pattern OTHERS = Pattern.compile("signed.*|next.*|.*[cC]ursor.*");

  private static final int MAX_DEPTH = 2;
  private static final int MIN_LENGTH = 20;

  /** Whether the present object at each nesting depth has a token, and a lifetime or type. */
  private final boolean[] token = new boolean[MAX_DEPTH + 1];

  private final boolean[] companion = new boolean[MAX_DEPTH + 1];
  private boolean found;

  /** Examines the parser's current JSON token. */
  void take(JsonParser parser) throws IOException {
    int depth = parser.getParsingContext().getNestingDepth();
    if (depth > MAX_DEPTH) {
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
        && parser.getTextLength() > MIN_LENGTH
        && parser.getTextCharacters()[parser.getTextOffset()] == 'e'
        && parser.getParsingContext().inObject()
        && JSON_WEB_TOKEN.matcher(parser.getText()).matches()
        && !OTHERS.matcher(name).matches();
  }

  /** Returns whether the document issues a token, by the JSON tokens so far. */
  boolean isFound() {
    return found;
  }
}
