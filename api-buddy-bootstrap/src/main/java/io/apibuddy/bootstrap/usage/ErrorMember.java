package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the members by which providers report a failure in a JSON document with status 200:
 *
 * <ul>
 *   <li>an object {@code error} that is not empty or, in a stream, a text {@code error}: in the
 *       document itself, in an item of an outermost array, in a choice or delta, or in a document
 *       or answer of a batch;
 *   <li>in the document itself, a text {@code error} beside a false {@code ok} or {@code success},
 *       a text {@code error_message}, a number other than 0 and 200 in {@code error_code} or {@code
 *       errcode}, or one other than 0 in MiniMax's {@code base_resp};
 *   <li>errors of GraphQL, see {@link GraphQlErrors};
 *   <li>in a stream, a {@code type} of {@code error} or {@code response.failed};
 *   <li>the status of a temporary failure in an answer of a batch;
 *   <li>partial results of Elasticsearch ({@code timed_out}, {@code _shards} that failed) and
 *       Overpass ({@code remark}), and refusals of Etherscan ({@code message}).
 * </ul>
 *
 * For use by one thread.
 */
final class ErrorMember {
  /** The events by which Anthropic and OpenAI report the failure of an answer that has begun. */
  static final Set<String> EVENTS = Set.of("error", "response.failed");

  /** An answer in a batch of Microsoft Graph and other OData services, Elasticsearch or Google. */
  private static final String ANSWER = "/responses/\\d+";

  private static final Pattern PLACE =
      Pattern.compile("(?:/\\d+|/choices/\\d+|/docs/\\d+|" + ANSWER + "|/delta)?/error");
  private static final Pattern STATUS = Pattern.compile(ANSWER + "/(?:status|httpStatusCode)");
  private static final Pattern TIMED_OUT = Pattern.compile("(?:" + ANSWER + ")?/timed_out");
  private static final Pattern SHARDS = Pattern.compile("(?:" + ANSWER + ")?/_shards/failed");

  /** Where MiniMax says what became of a request. */
  private static final String BASE_STATUS = "/base_resp/status_code";

  /** The codes that mean success. Some services repeat the status as a code. */
  private static final Set<Integer> SUCCESSES = Set.of(0, 200);

  /** The status codes below 500 for which the same request may succeed a moment later. */
  private static final Set<Integer> TRANSIENT_STATUSES = Set.of(408, 425, 429);

  private final boolean texts;
  private final GraphQlErrors graphQl = new GraphQlErrors();
  private boolean errorOpened;
  private boolean failed;
  private boolean errorText;
  private boolean refused;

  /**
   * Creates a search in one document.
   *
   * @param texts whether the document is part of a stream, in which a text {@code error} and a
   *     {@code type} also report a failure; some providers put "ok" into {@code error} of every
   *     single document
   */
  ErrorMember(boolean texts) {
    this.texts = texts;
  }

  /** Examines the parser's current token. */
  void take(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    graphQl.take(parser);
    failed |= errorOpened && token != JsonToken.END_OBJECT;
    errorOpened = false;
    String name = token == JsonToken.FIELD_NAME ? null : parser.currentName();
    if (name != null) {
      switch (name) {
        case "error" -> {
          errorOpened = token == JsonToken.START_OBJECT && isAt(PLACE, parser);
          failed |= texts && isText(parser) && isAt(PLACE, parser);
          errorText |= isText(parser) && isOutermost(parser, name);
        }
        case "error_message" -> failed |= isText(parser) && isOutermost(parser, name);
        case "error_code", "errcode" ->
            failed |= !SUCCESSES.contains(number(parser)) && isOutermost(parser, name);
        case "status_code" ->
            failed |= number(parser) != 0 && TokenPointer.of(parser).equals(BASE_STATUS);
        case "ok", "success" ->
            refused |= token == JsonToken.VALUE_FALSE && isOutermost(parser, name);
        case "status", "httpStatusCode" ->
            failed |= isTransient(number(parser)) && isAt(STATUS, parser);
        case "timed_out" -> failed |= token == JsonToken.VALUE_TRUE && isAt(TIMED_OUT, parser);
        case "failed" -> failed |= number(parser) > 0 && isAt(SHARDS, parser);
        case "message" -> failed |= isOutermostText(parser, "NOTOK");
        case "remark" -> failed |= isOutermostText(parser, "runtime error");
        case "type" ->
            failed |=
                texts
                    && isText(parser)
                    && EVENTS.contains(parser.getText())
                    && isOutermost(parser, name);
        default -> {}
      }
    }
  }

  /** Returns whether the tokens so far report a failure. */
  boolean isFound() {
    return failed || (errorText && refused) || graphQl.areFound();
  }

  private static boolean isTransient(int status) {
    return TRANSIENT_STATUSES.contains(status) || (status >= 500 && status < 600);
  }

  /** Returns a whole number, 0 if the token is none or does not fit into an {@code int}. */
  private static int number(JsonParser parser) throws IOException {
    boolean isInt =
        parser.currentToken() == JsonToken.VALUE_NUMBER_INT
            && parser.getNumberType() == JsonParser.NumberType.INT;
    return isInt ? parser.getIntValue() : 0;
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
    return TokenPointer.of(parser).equals('/' + name);
  }

  private static boolean isAt(Pattern place, JsonParser parser) {
    return place.matcher(TokenPointer.of(parser)).matches();
  }
}
