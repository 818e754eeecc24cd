package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Picks what it says of its tokens out of a JSON document, token by token. */
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
   * Gemini may answer with a list; events of OpenAI, Anthropic, Groq, Moonshot and Cohere, and
   * Cloudflare's answers, wrap what they are about.
   */
  private static final String WHERE =
      "(?:/\\d+)?(?:/response|/message|/x_groq|/choices/0|/delta|/result)?";

  /** Cohere says it beside its version, Ollama in the document itself. */
  private static final Pattern NUMBER =
      Pattern.compile(
          WHERE
              + "/(?:usage(?:Metadata)?/|meta/(?=billed_units/|tokens/)|(?=\\w*eval_count$))(.+)");

  private static final Pattern MODEL = Pattern.compile(WHERE + "/(?:model|modelVersion)");

  /** The most tokens that one answer can be made of. */
  private static final int MOST = 1_000_000_000;

  private final Usage usage;

  UsageMembers(Usage usage) {
    this.usage = usage;
  }

  /** Looks at the token that the parser is at. */
  void token(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT && NUMBERS.contains(name(parser))) {
      Matcher place = NUMBER.matcher(Place.of(parser));
      if (place.matches()) {
        number(place.group(1), parser);
      }
    } else if (token == JsonToken.VALUE_STRING
        && MODELS.contains(name(parser))
        && MODEL.matcher(Place.of(parser)).matches()) {
      usage.model(parser.getText());
    }
  }

  /** What is out of range is taken for not said, whatever it was meant to be. */
  private void number(String member, JsonParser parser) throws IOException {
    if (parser.getNumberType() == JsonParser.NumberType.INT) {
      int number = parser.getIntValue();
      if (number >= 0 && number <= MOST) {
        usage.number(member, number);
      }
    }
  }

  private static String name(JsonParser parser) throws IOException {
    return String.valueOf(parser.currentName());
  }
}
