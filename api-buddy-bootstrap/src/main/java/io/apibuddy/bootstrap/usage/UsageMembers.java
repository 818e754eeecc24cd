package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the members of a JSON document that state a model and numbers of tokens, and passes them to
 * a {@link Usage}.
 */
final class UsageMembers {
  private static final Set<String> NUMBERS =
      Set.of(
          "prompt_tokens",
          "input_tokens",
          "completion_tokens",
          "output_tokens",
          "cached_tokens",
          "num_cached_tokens",
          "prompt_cache_hit_tokens",
          "cache_read_input_tokens",
          "cache_creation_input_tokens",
          "reasoning_tokens",
          "total_tokens",
          "inputTokens",
          "outputTokens",
          "cacheReadInputTokens",
          "cacheWriteInputTokens",
          "prompt_eval_count",
          "eval_count",
          "toolUsePromptTokenCount",
          "promptTokenCount",
          "candidatesTokenCount",
          "thoughtsTokenCount",
          "cachedContentTokenCount");
  private static final Set<String> MODELS = Set.of("model", "modelVersion");

  /**
   * The places of the object that states usage and model. Gemini may answer with a list. Events of
   * OpenAI, Anthropic, Groq, Moonshot and Cohere, and answers of Cloudflare, wrap that object.
   */
  private static final String PARENT =
      "(?:/\\d+)?(?:/response|/message|/x_groq|/choices/0|/delta|/result)?";

  /** Cohere states numbers beside its API's version, Ollama in the document itself. */
  private static final Pattern NUMBER =
      Pattern.compile(
          PARENT
              + "/(?:usage(?:Metadata)?/|meta/(?=billed_units/|tokens/)|(?=\\w*eval_count$))(.+)");

  private static final Pattern MODEL = Pattern.compile(PARENT + "/(?:model|modelVersion)");

  /** The largest number of tokens that is accepted. */
  private static final int MAX_TOKENS = 1_000_000_000;

  private final Usage usage;

  UsageMembers(Usage usage) {
    this.usage = usage;
  }

  /** Examines the parser's current JSON token. */
  void token(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT && NUMBERS.contains(name(parser))) {
      Matcher place = NUMBER.matcher(TokenPointer.of(parser));
      if (place.matches()) {
        number(place.group(1), parser);
      }
    } else if (token == JsonToken.VALUE_STRING
        && MODELS.contains(name(parser))
        && MODEL.matcher(TokenPointer.of(parser)).matches()) {
      usage.model(parser.getText());
    }
  }

  /** Sets a number of tokens; one that is out of range is ignored. */
  private void number(String member, JsonParser parser) throws IOException {
    if (parser.getNumberType() == JsonParser.NumberType.INT) {
      int number = parser.getIntValue();
      if (number >= 0 && number <= MAX_TOKENS) {
        usage.number(member, number);
      }
    }
  }

  private static String name(JsonParser parser) throws IOException {
    return String.valueOf(parser.currentName());
  }
}
