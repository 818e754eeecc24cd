package io.apibuddy.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.bootstrap.CachingProxyBuilder;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /admin/explain}: why a request is a hit or not. */
class ExplainTest {
  private static final byte[] CONTENT = "x".repeat(500).getBytes(StandardCharsets.UTF_8);
  private static final String KEY = "the-access-key-of-tests";

  @TempDir Path directory;
  private final Client client = new Client();
  private final AtomicInteger asked = new AtomicInteger();
  @AutoClose private LoopbackApi api;

  @BeforeEach
  void startTheApi() throws IOException {
    api =
        LoopbackApi.http()
            .on(
                "/",
                exchange -> {
                  asked.incrementAndGet();
                  LoopbackApi.content("application/json", CONTENT).answer(exchange);
                });
  }

  private CachingProxyBuilder builder(String backend) {
    CachingProxyBuilder builder =
        CachingProxy.builder().map("api", api.url()).set("cache.store_budget", "30s");
    return backend.equals("memory")
        ? builder
        : builder
            .set("cache.backend", backend)
            .set("cache.database_path", directory.resolve(backend).toString());
  }

  private HttpResponse<byte[]> explain(CachingProxy proxy, String description, String... fields)
      throws Exception {
    return client.post("http://127.0.0.1:" + proxy.port() + "/admin/explain", description, fields);
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite", "rocksdb"})
  void missIsComparedWithTheNearestStoredRequest(String backend) throws Exception {
    try (CachingProxy proxy = builder(backend).start()) {
      client.post(proxy.baseUrl("api") + "/v1/chat", "{\"model\": \"a\", \"n\": 1.0}");

      assertThat(text(explain(proxy, description("\"n\": 1.0, \"model\": \"a\""))))
          .contains("\"outcome\":\"hit\"", "\"status\":200", "\"policy\":\"ttl\"");
      assertThat(text(explain(proxy, description("\"n\": 1.0, \"model\": \"b\""))))
          .contains("\"outcome\":\"fetch\"", "\"reason\":\"uri-miss\"")
          .contains("\"difference\":\"body /model\"")
          .doesNotContain("\"stored\"");
      assertThat(asked).hasValue(1);
    }
  }

  private static String description(String members) {
    return "{\"method\": \"POST\", \"url\": \"/api/v1/chat\", \"body\": {" + members + "}}";
  }

  @Test
  void theRuleThatKeepsARequestFromTheCacheIsNamed() throws Exception {
    try (CachingProxy proxy =
        builder("memory")
            .set(
                "domain_mappings.api.rules",
                List.of(Map.of("path", "/jobs/**", "mode", "passthrough")))
            .start()) {
      assertThat(text(explain(proxy, "{\"url\": \"" + proxy.baseUrl("api") + "/jobs/1\"}")))
          .contains("\"outcome\":\"pass\"", "\"reason\":\"rules/0\"", "\"rule\":\"rules/0\"");
    }
  }

  @Test
  void explainRequiresTheKeyAndShowsNoCredential() throws Exception {
    try (CachingProxy proxy =
        builder("memory")
            .set("security.secure_key", KEY)
            .set("security.require_secure_key", true)
            .start()) {
      String url = proxy.baseUrl("api") + "/x?token=s3cret";
      assertThat(url).contains(KEY);
      client.get(url, "Authorization", "Bearer s3cret");
      String description =
          "{\"url\": \"" + url + "\", \"headers\": {\"Authorization\": \"Bearer s3cret\"}}";

      assertThat(explain(proxy, description).statusCode()).isEqualTo(403);
      HttpResponse<byte[]> answer = explain(proxy, description, "Authorization", "Bearer " + KEY);
      assertThat(text(answer))
          .contains("\"outcome\":\"hit\"", "\"credential\":true")
          .doesNotContain("s3cret", KEY);
    }
  }

  @Test
  void malformedDescriptionIsABadRequestAndAnUnknownAliasIsExplained() throws Exception {
    try (CachingProxy proxy = builder("memory").start()) {
      HttpResponse<byte[]> answer = explain(proxy, "{\"uri\": \"/api/x\"}");

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(text(answer))
          .contains("Unknown member uri; known: method, url, path, headers, body.");
      assertThat(text(explain(proxy, "{\"url\": \"/nobody/x\"}")))
          .contains("\"outcome\":\"refused\"", "\"error_code\":\"unknown_alias\"");
    }
  }
}
