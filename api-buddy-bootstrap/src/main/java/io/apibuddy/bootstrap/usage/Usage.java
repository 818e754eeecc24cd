package io.apibuddy.bootstrap.usage;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The model and the numbers of tokens that one answer states, and the attributes that follow from
 * them. If the answer states no model, that of the request counts. If a stream states a number
 * several times, the last one counts, because providers repeat the sum so far. For use by one
 * thread.
 */
public final class Usage {
  /** The attribute with the model's name, {@code unknown} if there is no usable one. */
  public static final String MODEL = "usage-model";

  /** The attribute with the number of input tokens, without {@link #CACHED_INPUT}. */
  public static final String INPUT = "usage-input";

  /** The attribute with the number of input tokens that the provider took from its own cache. */
  public static final String CACHED_INPUT = "usage-cached-input";

  /** The attribute with the number of output tokens, those of reasoning included. */
  public static final String OUTPUT = "usage-output";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:/@-]{1,100}");
  private static final String UNKNOWN = "unknown";

  private final Map<String, Long> numbers = new HashMap<>();
  private final Supplier<String> requested;
  private @Nullable String model;

  /**
   * Creates the usage of an answer that states nothing yet.
   *
   * @param requested returns the model that the request names, empty if it names none; called only
   *     if the answer states tokens but no usable model
   */
  Usage(Supplier<String> requested) {
    this.requested = requested;
  }

  void model(String name) {
    model = name;
  }

  /**
   * Sets a number.
   *
   * @param member the path of the member below the provider's object of usage, for example {@code
   *     prompt_tokens_details/cached_tokens}
   */
  void number(String member, long value) {
    numbers.put(member, value);
  }

  /** Returns the attributes, none if the answer states no tokens. */
  Map<String, String> attributes() {
    // One answer may state the same tokens under the names of several providers.
    // OpenAI and Gemini include cached tokens in the input, Anthropic and Bedrock do not, unless
    // LiteLLM repeats them in an answer of OpenAI's form.
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
                "billed_units/input_tokens", // Cohere, which does not charge for all tokens
                "tokens/input_tokens",
                "prompt_eval_count") // Ollama
            + first("toolUsePromptTokenCount");
    if (numbers.containsKey("billed_units/input_tokens")) {
      within = Math.min(within, input); // Cohere's cached tokens are part of those it does not bill
    }
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
    return Map.of(
        MODEL, modelName(),
        INPUT, text(Math.max(0, input - within) + created),
        CACHED_INPUT, text(within + beside),
        OUTPUT, text(output));
  }

  private String modelName() {
    String stated = model;
    if (stated != null && NAME.matcher(stated).matches()) {
      return stated;
    }
    String named = requested.get();
    return NAME.matcher(named).matches() ? named : UNKNOWN;
  }

  /**
   * Returns the tokens of reasoning if {@code completion_tokens} does not include them. OpenAI's
   * does. xAI's does not, which shows only in {@code total_tokens}. Perplexity counts them in
   * neither.
   */
  private long reasoningBeside() {
    long reasoning = first("completion_tokens_details/reasoning_tokens", "reasoning_tokens");
    long completion = first("completion_tokens");
    boolean isInTotalAlone =
        first("prompt_tokens") + completion + reasoning == first("total_tokens");
    boolean isBeside = isInTotalAlone || reasoning > completion;
    return numbers.containsKey("completion_tokens") && isBeside ? reasoning : 0;
  }

  /** Returns the number of the first of these members that the answer has, 0 if it has none. */
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
