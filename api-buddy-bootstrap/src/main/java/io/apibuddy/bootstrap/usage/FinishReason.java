package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the reason to finish ({@code finish_reason}, {@code finishReason} of Gemini, {@code
 * stopReason} of Bedrock) by which a model's answer reports a failure: that is {@code error}, or
 * says that the server gave up, or that the model called a tool in an unreadable way. It is in the
 * document itself, a choice, candidate or generation, or what wraps these. A {@code done_reason} of
 * Ollama may say that a model was loaded or unloaded, which the next such request must have as an
 * effect, too. For use by one thread.
 */
final class FinishReason {
  /**
   * The reasons that report a failure: of OpenRouter, Cohere, vLLM, DeepSeek, Z.ai, and from {@code
   * malformed_function_call} on of Gemini and Bedrock.
   */
  private static final Pattern FAILURE =
      Pattern.compile(
          "error|timeout|abort|insufficient_system_resource|network[-_]error"
              + "|(?:function_call_filter: )?malformed_\\w+|unexpected_tool_call",
          Pattern.CASE_INSENSITIVE);

  /** What some answers are wrapped in: of Cloudflare, DashScope and Cohere. */
  private static final String WRAPPER = "(?:/response|/output|/result|/delta)?";

  private static final String ITEM = "/(?:choices|candidates|generations)/\\d+";

  /** Where models put that reason. An array of other things may be a list of runs, say. */
  private static final Pattern PLACE =
      Pattern.compile("(?:" + WRAPPER + "|(?:/\\d+)?" + WRAPPER + ITEM + ")/\\w+");

  /** What Ollama says to a request without a prompt, which only loads or unloads the model. */
  private static final Set<String> MODEL_CHANGES = Set.of("load", "unload");

  private boolean failed;

  /** Examines the parser's current token. */
  void take(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      switch (String.valueOf(parser.currentName())) {
        case "finish_reason", "finishReason", "stopReason" ->
            failed |=
                FAILURE.matcher(parser.getText()).matches()
                    && PLACE.matcher(TokenPointer.of(parser)).matches();
        case "done_reason" ->
            failed |=
                MODEL_CHANGES.contains(parser.getText())
                    && TokenPointer.of(parser).equals("/done_reason");
        default -> {}
      }
    }
  }

  /** Returns whether the tokens so far report a failure, or such an effect. */
  boolean isFailure() {
    return failed;
  }
}
