package io.apibuddy.bootstrap.usage;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that an answer says it is made of: of several sayings in one stream the last of each
 * number counts, for providers repeat the sum so far. For use by one thread.
 */
public final class Usage {
  /** The attribute that holds the model's name. */
  public static final String MODEL = "usage-model";

  /** The attribute that holds how many tokens were read, without those that were at hand. */
  public static final String INPUT = "usage-input";

  /** The attribute that holds how many tokens were read that the provider had at hand. */
  public static final String CACHED_INPUT = "usage-cached-input";

  /** The attribute that holds how many tokens were written. */
  public static final String OUTPUT = "usage-output";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:/@-]{1,100}");
  private static final String UNKNOWN = "unknown";

  private final Map<String, Long> numbers = new HashMap<>();
  private @Nullable String model;

  void model(String name) {
    model = name;
  }

  void number(String member, long value) {
    numbers.put(member, value);
  }

  /** Returns the attributes, none if the answer says nothing. */
  Map<String, String> attributes() {
    // One answer may name the same tokens in the words of several providers.
    // OpenAI and Gemini count what was at hand within the input, Anthropic and Bedrock beside it,
    // unless LiteLLM repeats it in an answer of OpenAI's form.
    long within =
        first(
            "prompt_tokens_details/cached_tokens",
            "input_tokens_details/cached_tokens",
            "prompt_cache_hit_tokens", // DeepSeek
            "cached_tokens", // Moonshot, Cohere
            "num_cached_tokens", // Mistral
            "cachedContentTokenCount");
    long beside = first("cache_read_input_tokens", "cacheReadInputTokens");
    long created = first("cache_creation_input_tokens", "cacheWriteInputTokens");
    if (numbers.containsKey("prompt_tokens")) {
      within = Math.max(within, beside);
      beside = 0;
      created = 0;
    }
    long input =
        first(
                "prompt_tokens",
                "input_tokens",
                "promptTokenCount",
                "inputTokens", // Bedrock
                "billed_units/input_tokens", // Cohere, which reads more than it charges for
                "tokens/input_tokens",
                "prompt_eval_count") // Ollama
            + first("toolUsePromptTokenCount");
    long output =
        first(
                "completion_tokens",
                "output_tokens",
                "candidatesTokenCount",
                "outputTokens",
                "billed_units/output_tokens",
                "tokens/output_tokens",
                "eval_count")
            + first("thoughtsTokenCount")
            + reasoningBeside();
    if (input + output == 0) {
      input = first("total_tokens"); // Voyage, Jina
    }
    if (input + within + beside + created + output == 0) {
      return Map.of();
    }
    String name = model;
    return Map.of(
        MODEL, name != null && NAME.matcher(name).matches() ? name : UNKNOWN,
        INPUT, text(Math.max(0, input - within) + created),
        CACHED_INPUT, text(within + beside),
        OUTPUT, text(output));
  }

  /**
   * Returns the tokens of reasoning if they are not among those of the completion: OpenAI counts
   * them there, xAI does not, and only the sum tells.
   */
  private long reasoningBeside() {
    long reasoning = first("completion_tokens_details/reasoning_tokens", "reasoning_tokens");
    long sum = first("prompt_tokens") + first("completion_tokens") + reasoning;
    return numbers.containsKey("completion_tokens") && sum == first("total_tokens") ? reasoning : 0;
  }

  /** Returns the number that goes by one of these names, the first that is there. */
  private long first(String... members) {
    for (String member : members) {
      Long number = numbers.get(member);
      if (number != null) {
        return number;
      }
    }
    return 0;
  }

  private static String text(long number) {
    return Long.toString(number);
  }
}
