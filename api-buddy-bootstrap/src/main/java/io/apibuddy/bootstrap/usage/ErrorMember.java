package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What providers say with status 200 when they have failed: an object with something in it, or a
 * text, called {@code error}, in the document itself, in an item of the array that it is, in a
 * choice, or in an answer of a batch; a text {@code error} beside an {@code ok} or {@code success}
 * that is false, and a text {@code error_message}, in the document itself; what GraphQL says; a
 * {@code finish_reason} that is {@code error} or tells of a server that gave up; in a stream a
 * document whose {@code type} is an event's that does so; the status of an answer of a batch that
 * may pass; what was cut short by Elasticsearch ({@code timed_out}, {@code _shards} that failed)
 * and Overpass ({@code remark}), and Etherscan's refusal ({@code message}). For use by one thread.
 */
final class ErrorMember {
  /** Events by which Anthropic and OpenAI say that an answer that has begun has failed. */
  static final Set<String> EVENTS = Set.of("error", "response.failed");

  /** All but the first are Cohere's, DeepSeek's and vLLM's. */
  private static final Set<String> REASONS =
      Set.of("error", "timeout", "insufficient_system_resource", "abort");

  /** Of Microsoft Graph and other services of OData, Elasticsearch, Google. */
  private static final String ANSWER = "/responses/\\d+";

  private static final Pattern PLACE =
      Pattern.compile("(?:/\\d+|/choices/\\d+|/docs/\\d+|" + ANSWER + "|/delta)?/error");
  private static final Pattern STATUS = Pattern.compile(ANSWER + "/(?:status|httpStatusCode)");
  private static final Pattern CUT = Pattern.compile("(?:" + ANSWER + ")?/timed_out");
  private static final Pattern SHARDS = Pattern.compile("(?:" + ANSWER + ")?/_shards/failed");

  /** Those below 500 that say that the same may be answered otherwise a moment later. */
  private static final Set<Integer> PASSING = Set.of(408, 425, 429);

  private final boolean texts;
  private final GraphQlErrors graphQl = new GraphQlErrors();
  private boolean errorOpened;
  private boolean failed;
  private boolean errorText;
  private boolean refused;

  /**
   * Looks for one.
   *
   * @param texts whether it is a stream's, in which a text is one, and a type; where documents come
   *     alone some always say "ok" so
   */
  ErrorMember(boolean texts) {
    this.texts = texts;
  }

  /** Takes a parser's current token. */
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
        case "ok", "success" ->
            refused |= token == JsonToken.VALUE_FALSE && isOutermost(parser, name);
        case "status", "httpStatusCode" ->
            failed |= mayPass(number(parser)) && isAt(STATUS, parser);
        case "timed_out" -> failed |= token == JsonToken.VALUE_TRUE && isAt(CUT, parser);
        case "failed" -> failed |= number(parser) > 0 && isAt(SHARDS, parser);
        case "message" -> failed |= isOutermostText(parser, "NOTOK");
        case "remark" -> failed |= isOutermostText(parser, "runtime error");
        case "finish_reason" ->
            failed |= isText(parser) && REASONS.contains(parser.getText().toLowerCase(Locale.ROOT));
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

  /** Returns whether there is one, as far as the tokens that were taken tell. */
  boolean isFound() {
    return failed || (errorText && refused) || graphQl.areFound();
  }

  private static boolean mayPass(int status) {
    return PASSING.contains(status) || (status >= 500 && status < 600);
  }

  /** Returns a number, 0 if it is none or long. */
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
    return Place.of(parser).equals('/' + name);
  }

  private static boolean isAt(Pattern place, JsonParser parser) {
    return place.matcher(Place.of(parser)).matches();
  }
}
