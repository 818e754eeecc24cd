package io.apibuddy.bootstrap.system;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.bootstrap.CachingProxyBuilder;
import io.apibuddy.ports.contract.RawUpstream.Peer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The admin resources, their OpenAPI document and docs/admin-api.md agree. */
@Timeout(120)
class AdminDescriptionTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String KEY = "An-admin-key_of~ours";
  private static final Path DOCUMENT = Path.of("..", "docs", "admin-api.md");
  private static final Pattern EXAMPLE =
      Pattern.compile("### ([A-Z]+) (\\S+)\n(?:(?!###).)*?```json\n(.*?)```", Pattern.DOTALL);
  private static final Pattern HEADING = Pattern.compile("### ([A-Z]+ \\S+)\n");

  @TempDir Path directory;
  private final Client client = new Client();
  @AutoClose private LoopbackApi api;
  private AdminDescription description;

  @BeforeEach
  void startTheApi() throws Exception {
    description = AdminDescription.shipped();
    api =
        LoopbackApi.http()
            .on(
                "/",
                exchange -> {
                  exchange.getResponseHeaders().set("Set-Cookie", "session=planted-secret");
                  exchange.getResponseHeaders().set("Content-Location", "/x?sig=planted-secret");
                  LoopbackApi.content("application/json", new byte[300]).answer(exchange);
                })
            .on(
                "/later",
                exchange -> {
                  exchange.getResponseHeaders().set("Retry-After", "300");
                  exchange.sendResponseHeaders(429, -1);
                });
  }

  private CachingProxyBuilder proxy(String backend) throws Exception {
    Path file = Files.writeString(directory.resolve("buddy.yaml"), "cache: {default_ttl: 1h}");
    CachingProxyBuilder builder =
        CachingProxy.builder()
            .map("api", api.url())
            .map("dead", "http://127.0.0.1:1")
            .map("tape", api.url())
            .set("domain_mappings.tape.mode", "record")
            .config(file)
            .set("admin.secure_key", KEY)
            .set("security.admin_rate_limit_per_minute", 1000)
            .set("throttling.domain_limits.api", "5/hour")
            .set("cache.backend", backend)
            .set("cache.store_budget", "30s"); // not what this is about
    return backend.equals("memory")
        ? builder
        : builder.set("cache.database_path", directory.resolve("store").toString());
  }

  /** Requests {@code path}, which is described by {@code template}, and checks the answer. */
  private HttpResponse<String> ask(
      CachingProxy proxy, String method, String template, String path, String content)
      throws Exception {
    HttpResponse<String> answer = send(proxy, method, path, content, "application/json");
    description.requireDescribed(method, template, answer);
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(answer.body()).doesNotContain(KEY, "planted-secret");
    return answer;
  }

  private HttpResponse<String> ask(CachingProxy proxy, String method, String path)
      throws Exception {
    return ask(proxy, method, path, path, "");
  }

  private HttpResponse<String> change(CachingProxy proxy, String key, String value)
      throws Exception {
    String config = "/admin/config";
    String content = "{\"key_path\":\"%s\",\"value\":%s}".formatted(key, value);
    return ask(proxy, "PATCH", config, config, content);
  }

  private HttpResponse<String> send(
      CachingProxy proxy, String method, String path, String content, String type)
      throws Exception {
    return client
        .http()
        .send(
            Client.request("http://127.0.0.1:" + proxy.port() + path)
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", type)
                .method(method, BodyPublishers.ofString(content))
                .build(),
            BodyHandlers.ofString());
  }

  private void makeTraffic(CachingProxy proxy) throws Exception {
    for (String path : new String[] {"/a?api_key=planted-secret", "/b", "/b", "/later"}) {
      client.get(proxy.baseUrl("api") + path, "Authorization", "Bearer planted-secret");
    }
    client.get(proxy.baseUrl("tape") + "/a");
    client.get(proxy.baseUrl("dead") + "/a");
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              JsonNode domains =
                  JSON.readTree(ask(proxy, "GET", "/admin/domains").body()).path("domains");
              assertThat(domains.at("/dead/last_error/kind").isTextual()).isTrue();
              assertThat(domains.at("/api/hits").longValue()).isEqualTo(1);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite"})
  void everyAdminAnswerMatchesTheOpenApiDocument(String backend) throws Exception {
    try (CachingProxy proxy = proxy(backend).start()) {
      makeTraffic(proxy);
      for (String path :
          new String[] {"health", "status", "openapi.json", "cache", "throttle", "config"}) {
        assertThat(ask(proxy, "GET", "/admin/" + path).statusCode()).isEqualTo(200);
      }
      askForNumbers(proxy);
      askForExplanations(proxy);
      askForEntries(proxy);
      changeTheConfiguration(proxy);
      removeAndReset(proxy);
      assertThat(ask(proxy, "POST", "/admin/session").statusCode()).isEqualTo(204);
      assertThat(ask(proxy, "DELETE", "/admin/session").statusCode()).isEqualTo(204);

      assertThat(description.unseen()).isEmpty();
    }
  }

  private void askForNumbers(CachingProxy proxy) throws Exception {
    String metrics = "/admin/metrics";
    assertThat(ask(proxy, "GET", metrics).statusCode()).isEqualTo(200);
    assertThat(ask(proxy, "GET", metrics, metrics + "?format=prometheus", "").body())
        .contains("api_buddy_requests_total");
    assertThat(ask(proxy, "GET", metrics, metrics + "?format=xml", "").statusCode()).isEqualTo(400);
    try (Peer viewer = Peer.connect(proxy.port())) {
      viewer.send(
          "GET /admin/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
              + KEY
              + "\r\n\r\n");
      assertThat(viewer.readHead()).startsWith("HTTP/1.1 200 ").contains("text/event-stream");
      viewer.readThrough("event: summary\ndata: ");
      description.requireComponent("Metrics", viewer.readThrough("\n"));
      client.get(proxy.baseUrl("api") + "/b", "Authorization", "Bearer planted-secret");
      viewer.readThrough("event: exchange\ndata: ");
      description.requireComponent("ExchangeEvent", viewer.readThrough("\n"));
    }
    description.seen("GET", "/admin/events", "200");
  }

  private void askForExplanations(CachingProxy proxy) throws Exception {
    String explain = "/admin/explain";
    for (String request :
        new String[] {
          "{\"url\":\"/api/b\"}",
          "{\"url\":\"/api/c\"}",
          "{\"url\":\"/tape/a\"}",
          "{\"url\":\"/api/b\",\"method\":\"DELETE\"}",
          "{\"url\":\"/api/b\",\"method\":\"POST\",\"body\":{\"a\":1}}",
          "{\"url\":\"/none/a\"}"
        }) {
      assertThat(ask(proxy, "POST", explain, explain, request).statusCode()).isEqualTo(200);
    }
    assertThat(ask(proxy, "POST", explain, explain, "{\"a\":1}").statusCode()).isEqualTo(400);
    description.requireDescribed("POST", explain, send(proxy, "POST", explain, "{}", "text/plain"));
  }

  private void askForEntries(CachingProxy proxy) throws Exception {
    String ofAlias = "/admin/cache/{alias}";
    String one = "/admin/cache/entries/{key}";
    for (String alias : new String[] {"api", "tape", "dead"}) {
      assertThat(ask(proxy, "GET", ofAlias, "/admin/cache/" + alias, "").statusCode())
          .isEqualTo(200);
    }
    String page = ask(proxy, "GET", ofAlias, "/admin/cache/api?limit=1", "").body();
    String next = JSON.readTree(page).path("next").textValue();
    ask(proxy, "GET", ofAlias, "/admin/cache/api?limit=1&cursor=" + next, "");
    for (String wrong : new String[] {"api?limit=0", "api?limit=many", "api?cursor=%00"}) {
      assertThat(ask(proxy, "GET", ofAlias, "/admin/cache/" + wrong, "").statusCode())
          .isEqualTo(400);
    }
    assertThat(ask(proxy, "GET", ofAlias, "/admin/cache/none", "").statusCode()).isEqualTo(404);

    for (String alias : new String[] {"api", "tape"}) {
      String list = ask(proxy, "GET", ofAlias, "/admin/cache/" + alias, "").body();
      String key = JSON.readTree(list).at("/entries/0/key").textValue();
      String path = "/admin/cache/entries/" + key;
      assertThat(ask(proxy, "GET", one, path, "").statusCode()).isEqualTo(200);
      assertThat(ask(proxy, "DELETE", one, path, "").statusCode()).isEqualTo(200);
      assertThat(ask(proxy, "GET", one, path, "").statusCode()).isEqualTo(404);
      assertThat(ask(proxy, "DELETE", one, path, "").statusCode()).isEqualTo(404);
    }
  }

  private void changeTheConfiguration(CachingProxy proxy) throws Exception {
    String config = "/admin/config";
    assertThat(change(proxy, "cache.default_ttl", "\"2h\"").statusCode()).isEqualTo(200);
    assertThat(change(proxy, "cache.default_ttl_days", "0.0005").body())
        .contains("\"value\":0.0005");
    assertThat(change(proxy, "cache.stale_if_error_seconds", "3600.0").body())
        .contains("\"value\":3600");
    assertThat(change(proxy, "cache", "{}").body())
        .contains("cache: is a section; set its keys one by one");
    assertThat(change(proxy, "cache.max_entries", "1e99999").statusCode()).isEqualTo(422);
    assertThat(change(proxy, "server.port", "1").statusCode()).isEqualTo(403);
    assertThat(change(proxy, "cache.max_entries", "-1").statusCode()).isEqualTo(422);
    for (String wrong : new String[] {"", "{\n \"key_path\" 1}", "[]", "{\"key\":1}"}) {
      assertThat(ask(proxy, "PATCH", config, config, wrong).statusCode()).isEqualTo(400);
    }
    assertThat(ask(proxy, "PATCH", config, config, "{\n \"key_path\" 1}").body())
        .contains("line 2, column ");
    description.requireDescribed("PATCH", config, send(proxy, "PATCH", config, "{}", "text/plain"));

    assertThat(ask(proxy, "GET", "/admin/config/history").statusCode()).isEqualTo(200);
    String history = "/admin/config/history";
    assertThat(ask(proxy, "GET", history, history + "?limit=-1", "").statusCode()).isEqualTo(400);
    assertThat(ask(proxy, "POST", "/admin/config/reload").statusCode()).isEqualTo(200);
    Files.writeString(directory.resolve("buddy.yaml"), "cache: {default_tll: 1h}");
    assertThat(ask(proxy, "POST", "/admin/config/reload").statusCode()).isEqualTo(422);

    String validate = "/admin/validate-config";
    for (String text :
        new String[] {"{\"cache\":{\"tll\":1}}", "{\"server\":{\"port\":1}}", "{}", "{"}) {
      assertThat(ask(proxy, "POST", validate, validate, text).statusCode()).isEqualTo(200);
    }
    assertThat(ask(proxy, "POST", validate).statusCode()).isEqualTo(400);
    description.requireDescribed(
        "POST", validate, send(proxy, "POST", validate, "{}", "text/plain"));
  }

  private void removeAndReset(CachingProxy proxy) throws Exception {
    String alias = "/admin/cache/{alias}";
    String limits = "/admin/throttle/{alias}";
    assertThat(ask(proxy, "DELETE", alias, "/admin/cache/api", "").body())
        .contains("\"removed\":1");
    assertThat(ask(proxy, "DELETE", alias, "/admin/cache/none", "").statusCode()).isEqualTo(404);
    String all = "/admin/cache";
    assertThat(ask(proxy, "DELETE", alias, "/admin/cache/api?a", "").statusCode()).isEqualTo(400);
    assertThat(ask(proxy, "DELETE", all, all + "?a", "").statusCode()).isEqualTo(400);
    assertThat(ask(proxy, "DELETE", all).statusCode()).isEqualTo(200);
    assertThat(ask(proxy, "DELETE", limits, "/admin/throttle/api", "").statusCode()).isEqualTo(200);
    assertThat(ask(proxy, "DELETE", limits, "/admin/throttle/none", "").statusCode())
        .isEqualTo(404);
  }

  @Test
  void commonErrorsOfAdminResourcesMatchTheOpenApiDocument() throws Exception {
    try (CachingProxy proxy =
        proxy("memory").set("security.admin_rate_limit_per_minute", 1).start()) {
      String url = "http://127.0.0.1:" + proxy.port() + "/admin/status";
      description.requireDescribed(
          "GET",
          "/admin/status",
          client.http().send(Client.request(url).GET().build(), BodyHandlers.ofString()));
      for (int status : new int[] {200, 429}) {
        assertThat(ask(proxy, "DELETE", "/admin/cache").statusCode()).isEqualTo(status);
      }
    }
  }

  @Test
  void everyMethodOfAnAdminResourceIsDescribed() throws Exception {
    try (CachingProxy proxy = proxy("memory").start()) {
      for (String path : description.paths()) {
        HttpResponse<String> options =
            send(proxy, "OPTIONS", path.replaceAll("[{}]", ""), "", "application/json");
        Set<String> expected = new TreeSet<>(description.methods(path));
        expected.add("OPTIONS");
        if (expected.contains("GET")) {
          expected.add("HEAD");
        }
        assertThat(Arrays.asList(Client.field(options, "Allow").split(", ")))
            .as(path)
            .containsExactlyInAnyOrderElementsOf(expected);
      }
      assertThat(JSON.readTree(ask(proxy, "GET", "/admin/openapi.json").body()))
          .isEqualTo(description.document());
    }
  }

  @Test
  void adminApiDocumentCoversEveryOperationWithValidExamples() throws Exception {
    String document = Files.readString(DOCUMENT, StandardCharsets.UTF_8);
    Set<String> headings = new TreeSet<>();
    for (Matcher heading = HEADING.matcher(document); heading.find(); ) {
      headings.add(heading.group(1));
    }
    Set<String> described = new TreeSet<>();
    for (String path : description.paths()) {
      description.methods(path).forEach(method -> described.add(method + " " + path));
    }
    assertThat(headings).isEqualTo(described);

    int examples = 0;
    for (Matcher example = EXAMPLE.matcher(document); example.find(); examples++) {
      description.requireExample(example.group(1), example.group(2), "200", example.group(3));
    }
    assertThat(examples)
        .isEqualTo(described.size() - 4); // sessions, events, and the description itself
    Matcher problem =
        Pattern.compile("```json problem\n(.*?)```", Pattern.DOTALL).matcher(document);
    assertThat(problem.find()).isTrue();
    description.requireExample("GET", "/admin/status", "default", problem.group(1));
  }
}
