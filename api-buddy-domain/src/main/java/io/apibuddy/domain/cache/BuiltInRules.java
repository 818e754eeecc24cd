package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.config.PathGlob;
import io.apibuddy.domain.config.PathRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules that hold where a mapping has none of its own, by the upstream's host and whole path: a
 * polled job must not freeze, a POST that creates must create, a token is for one client and
 * moment.
 */
final class BuiltInRules {

  /** A rule and what it is called. */
  record Named(String name, PathRule rule) {}

  /**
   * What of a provider's service is worth keeping; the rest is passed on.
   *
   * @param read what is asked for with GET
   * @param inferred what is asked for with POST
   */
  private record Provider(String name, List<String> read, List<String> inferred) {}

  private static final List<String> TOKEN_END_POINTS = List.of("**/oauth/**", "**/token");

  private static final List<String> INFERRING =
      List.of(
          "generateContent",
          "streamGenerateContent",
          "countTokens",
          "computeTokens",
          "embedContent",
          "predict",
          "rawPredict",
          "streamRawPredict");

  private static final Map<String, Provider> PROVIDERS =
      Map.of(
          "api.openai.com",
          new Provider(
              "openai",
              List.of("/v1/models", "/v1/models/*"),
              List.of(
                  "/v1/chat/completions",
                  "/v1/completions",
                  "/v1/responses",
                  "/v1/embeddings",
                  "/v1/moderations",
                  "/v1/audio/*",
                  "/v1/images/*")),
          "api.anthropic.com",
          new Provider(
              "anthropic",
              List.of("/v1/models", "/v1/models/*"),
              List.of("/v1/messages", "/v1/messages/count_tokens", "/v1/complete")),
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
                  "/*/openai/embeddings")),
          "openai.azure.com",
          new Provider(
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
                  "/openai/responses")),
          "aiplatform.googleapis.com",
          new Provider(
              "vertex",
              List.of("/*/publishers/*/models", "/*/publishers/*/models/*"),
              ofModels(
                  List.of(
                      "/*/projects/*/locations/*/publishers/*/models/*",
                      "/*/projects/*/locations/*/endpoints/*",
                      "/*/publishers/*/models/*"),
                  "/*/projects/*/locations/*/endpoints/*/chat/completions")));

  private BuiltInRules() {}

  /**
   * Returns what of Google's models is inferred, not begun, polled or changed, and one path more.
   */
  private static List<String> ofModels(List<String> models, String another) {
    List<String> paths = new ArrayList<>(List.of(another));
    for (String model : models) {
      for (String verb : INFERRING) {
        paths.add(model + ':' + verb);
      }
    }
    return paths;
  }

  /**
   * Returns the rules, the first that is about a request counts. They are about what {@code ttl}
   * policy stores by itself; in {@code http} policy the upstream says what may be stored, and in
   * the other modes the mode does.
   *
   * @param host the upstream's, in lower case
   * @param cache how the mapping is cached
   */
  static List<Named> of(String host, CacheConfiguration cache) {
    boolean apply =
        cache.policy() == CachePolicy.TTL
            && (cache.mode() == CacheMode.CACHE || cache.mode() == CacheMode.REFRESH);
    if (!apply) {
      return List.of();
    }
    CacheConfiguration passing = cache.withMode(CacheMode.PASSTHROUGH);
    List<Named> rules = new ArrayList<>();
    add(rules, "built-in/token-end-points", Set.of(), TOKEN_END_POINTS, passing);
    Provider provider = provider(host);
    if (provider != null) {
      String name = "built-in/" + provider.name();
      add(rules, name, Set.of("GET"), provider.read(), cache);
      add(rules, name, Set.of("POST"), provider.inferred(), cache);
      add(rules, name, Set.of(), List.of("/**"), passing);
    }
    return rules;
  }

  /** Returns who serves at a host; a region's has the provider's own name behind its own. */
  private static @Nullable Provider provider(String host) {
    for (Map.Entry<String, Provider> provider : PROVIDERS.entrySet()) {
      String name = provider.getKey();
      if (host.equals(name) || host.endsWith("." + name) || host.endsWith("-" + name)) {
        return provider.getValue();
      }
    }
    return null;
  }

  private static void add(
      List<Named> rules,
      String name,
      Set<String> methods,
      List<String> paths,
      CacheConfiguration cache) {
    for (String path : paths) {
      rules.add(new Named(name, new PathRule(methods, PathGlob.of(path), cache)));
    }
  }
}
