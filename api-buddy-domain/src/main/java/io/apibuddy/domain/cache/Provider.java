package io.apibuddy.domain.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of a provider's service is worth keeping, as patterns of paths; the rest begins, polls,
 * changes or hands out something, and is passed on.
 *
 * @param name what its rules are called
 * @param read what is asked for with GET
 * @param inferred what is asked for with POST
 * @param service all that belongs to the service
 */
record Provider(String name, List<String> read, List<String> inferred, List<String> service) {

  private static final List<String> VERBS =
      List.of(
          "generateContent",
          "streamGenerateContent",
          "countTokens",
          "computeTokens",
          "embedContent",
          "predict",
          "rawPredict",
          "streamRawPredict");

  /** Has the host for itself. */
  Provider(String name, List<String> read, List<String> inferred) {
    this(name, read, inferred, List.of("/**"));
  }

  /** What those have in common that speak as OpenAI does, below a base path. */
  private static final List<String> AS_OPENAI =
      List.of("/chat/completions", "/completions", "/responses", "/embeddings", "/moderations");

  private static final List<String> AUDIO =
      List.of("/audio/speech", "/audio/transcriptions", "/audio/translations");

  private static final Map<String, Provider> BY_HOST =
      Map.ofEntries(
          Map.entry(
              "api.openai.com", asOpenAi("openai", "/v1", "/images/*", "/responses/input_tokens")),
          Map.entry(
              "api.anthropic.com",
              new Provider(
                  "anthropic",
                  List.of("/v1/models", "/v1/models/*"),
                  List.of("/v1/messages", "/v1/messages/count_tokens", "/v1/complete"))),
          Map.entry(
              "generativelanguage.googleapis.com",
              new Provider(
                  "gemini",
                  List.of("/*/models", "/*/models/*", "/*/openai/models", "/*/openai/models/*"),
                  List.of(
                      "/*/*/*:generateContent",
                      "/*/*/*:streamGenerateContent",
                      "/*/*/*:countTokens",
                      "/*/*/*:embedContent",
                      "/*/*/*:batchEmbedContents",
                      "/*/*/*:predict",
                      "/*/openai/chat/completions",
                      "/*/openai/embeddings"))),
          Map.entry("openai.azure.com", azure()),
          Map.entry("openai.azure.us", azure()),
          Map.entry("cognitiveservices.azure.com", azure()),
          Map.entry("services.ai.azure.com", azure()),
          Map.entry("aiplatform.googleapis.com", vertex()),
          Map.entry("aiplatform.eu.rep.googleapis.com", vertex()),
          Map.entry("aiplatform.us.rep.googleapis.com", vertex()),
          Map.entry("api.groq.com", asOpenAi("groq", "/openai/v1")),
          Map.entry("api.x.ai", asOpenAi("xai", "/v1", "/images/*", "/messages")),
          Map.entry("openrouter.ai", asOpenAi("openrouter", "/api/v1", "/messages")),
          Map.entry("api.together.xyz", together()),
          Map.entry("api.together.ai", together()),
          Map.entry(
              "api.fireworks.ai",
              asOpenAi(
                  "fireworks",
                  "/inference/v1",
                  "/messages",
                  "/rerank",
                  "/image_generation/**",
                  "/workflows/**/text_to_image")),
          Map.entry("api.cerebras.ai", asOpenAi("cerebras", "/v1")),
          Map.entry("api.moonshot.ai", moonshot()),
          Map.entry("api.moonshot.cn", moonshot()),
          Map.entry(
              "api.perplexity.ai",
              new Provider(
                  "perplexity",
                  List.of("/models", "/v1/models"),
                  List.of(
                      "/chat/completions",
                      "/search",
                      "/v1/sonar",
                      "/v1/agent",
                      "/v1/chat/completions",
                      "/v1/responses",
                      "/v1/embeddings",
                      "/v1/contextualizedembeddings"))),
          Map.entry("api.mistral.ai", mistral()),
          Map.entry("api.eu.mistral.ai", mistral()),
          Map.entry("api.us.mistral.ai", mistral()),
          Map.entry(
              "api.deepseek.com",
              new Provider(
                  "deepseek",
                  List.of("/models", "/v1/models"),
                  List.of(
                      "/chat/completions",
                      "/*/chat/completions",
                      "/*/completions",
                      "/anthropic/v1/messages"))),
          Map.entry("api.cohere.com", cohere()),
          Map.entry("api.cohere.ai", cohere()),
          Map.entry(
              "api.elevenlabs.io",
              new Provider(
                  "elevenlabs",
                  List.of("/*/models", "/*/voices", "/*/voices/*"),
                  List.of(
                      "/*/text-to-speech/**",
                      "/*/speech-to-speech/**",
                      "/*/text-to-dialogue/**",
                      "/*/speech-to-text",
                      "/*/sound-generation"))),
          Map.entry(
              "api.replicate.com",
              new Provider(
                  "replicate",
                  List.of("/v1/models", "/v1/models/**", "/v1/collections", "/v1/collections/*"),
                  List.of())));

  /** Returns who serves at a host; a region's has the provider's own name behind its own. */
  static @Nullable Provider at(String host) {
    return Stream.of(BY_HOST, CreatingService.BY_HOST)
        .flatMap(hosts -> hosts.entrySet().stream())
        .filter(provider -> isAt(host, provider.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static boolean isAt(String host, String name) {
    boolean hasLabelOfItsOwn = name.indexOf('.') != name.lastIndexOf('.');
    return host.equals(name)
        || host.endsWith("." + name)
        || (hasLabelOfItsOwn && host.endsWith("-" + name));
  }

  private static Provider asOpenAi(String name, String base, String... more) {
    return new Provider(
        name,
        List.of(base + "/models", base + "/models/**"),
        Stream.of(AS_OPENAI.stream(), AUDIO.stream(), Stream.of(more))
            .flatMap(paths -> paths)
            .map(path -> base + path)
            .toList());
  }

  private static Provider together() {
    return asOpenAi("together", "/v1", "/images/*", "/rerank");
  }

  private static Provider moonshot() {
    return asOpenAi("moonshot", "/v1", "/tokenizers/estimate-token-count");
  }

  private static Provider mistral() {
    return asOpenAi(
        "mistral",
        "/v1",
        "/fim/completions",
        "/agents/completions",
        "/chat/moderations",
        "/classifications",
        "/chat/classifications",
        "/ocr");
  }

  private static Provider azure() {
    return new Provider(
        "azure-openai",
        List.of("/openai/models", "/openai/v1/models", "/openai/v1/models/*"),
        List.of(
            "/openai/deployments/*/chat/completions",
            "/openai/deployments/*/extensions/chat/completions",
            "/openai/deployments/*/completions",
            "/openai/deployments/*/embeddings",
            "/openai/deployments/*/audio/*",
            "/openai/deployments/*/images/*",
            "/openai/v1/chat/completions",
            "/openai/v1/completions",
            "/openai/v1/responses",
            "/openai/v1/embeddings",
            "/openai/v1/audio/*",
            "/openai/v1/images/*",
            "/openai/responses",
            "/api/projects/*/openai/v1/chat/completions",
            "/api/projects/*/openai/v1/embeddings",
            "/api/projects/*/openai/v1/responses",
            "/api/projects/*/openai/responses"),
        List.of("/openai/**", "/api/projects/**"));
  }

  private static Provider vertex() {
    List<String> inferred =
        new ArrayList<>(List.of("/*/projects/*/locations/*/endpoints/*/chat/completions"));
    for (String model :
        List.of(
            "/*/projects/*/locations/*/publishers/*/models/*",
            "/*/projects/*/locations/*/endpoints/*",
            "/*/publishers/*/models/*")) {
      for (String verb : VERBS) {
        inferred.add(model + ':' + verb);
      }
    }
    return new Provider(
        "vertex", List.of("/*/publishers/*/models", "/*/publishers/*/models/*"), inferred);
  }

  private static Provider cohere() {
    return new Provider(
        "cohere",
        List.of("/*/models", "/*/models/*"),
        List.of(
            "/*/chat",
            "/*/generate",
            "/*/embed",
            "/*/rerank",
            "/*/classify",
            "/*/summarize",
            "/*/tokenize",
            "/*/detokenize",
            "/compatibility/v1/chat/completions",
            "/compatibility/v1/embeddings"));
  }
}
