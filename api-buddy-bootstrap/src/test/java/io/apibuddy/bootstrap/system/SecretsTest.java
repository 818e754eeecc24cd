package io.apibuddy.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.ClosedPort;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plants secrets in every input and looks for them in files, output and answers. */
@Tag("any-jvm")
class SecretsTest {
  private static final String KEY = "planted-access-key-0a1b2c";
  private static final String WRONG_KEY = "planted-mistyped-key-0a1b";
  private static final String INJECTED = "planted-injected-3d4e5f";
  private static final String CLIENTS = "planted-clients-6a7b8c";

  /** May be in the store, and nowhere else. */
  private static final String IN_PATH = "1234:hidden-in-a-path";

  private static final String EVERY_SECRET = "planted-";

  private static final Pattern ENTRY = Pattern.compile("\"key\":\"([^\"]+)\"");

  @TempDir Path home;
  private final List<String> answers = new ArrayList<>();
  private final List<String> upstreamSaw = new CopyOnWriteArrayList<>();

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "rocksdb"})
  void noSecretIsInFilesOutputOrErrors(String backend) throws Exception {
    LoopbackApi.Resource resource =
        exchange -> {
          upstreamSaw.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().entrySet());
          exchange.getResponseHeaders().set("Location", "/things/moved");
          LoopbackApi.content("text/plain", "y".repeat(500).getBytes(StandardCharsets.UTF_8))
              .answer(exchange);
        };
    try (LoopbackApi api = LoopbackApi.http().on("/", resource);
        ClosedPort unused = new ClosedPort();
        ProxyProcess proxy = start(backend, api.url(), "http://localhost:" + unused.number())) {
      proxy.awaitStart();
      talk(proxy);

      assertThat(upstreamSaw)
          .anyMatch(seen -> seen.contains(INJECTED))
          .anyMatch(seen -> seen.contains(CLIENTS))
          .noneMatch(seen -> seen.contains(KEY));
      assertThat(answers).anyMatch(answer -> answer.contains("X-Cache: HIT"));
      assertThat(answers).noneMatch(answer -> withoutReferences(answer).contains(EVERY_SECRET));
      assertThat(upstreamSaw).anyMatch(seen -> seen.contains(IN_PATH));
      assertThat(answers)
          .anyMatch(answer -> answer.contains("offline_miss"))
          .anyMatch(answer -> answer.contains("/bot${HIDDEN}/things"))
          .noneMatch(answer -> answer.contains(IN_PATH));
      assertNothingIsKept(backend); // with what only the write-ahead log has so far
      proxy.terminate();
      assertThat(proxy.exitCode()).isIn(0, 143);
      assertNothingIsKept(backend);
      assertThat(proxy.output()).contains("/bot${HIDDEN} ").doesNotContain(IN_PATH);
      assertThat(proxy.output().lines().filter(line -> line.contains(EVERY_SECRET)))
          .singleElement()
          .asString()
          .startsWith("  key    http://127.0.0.1:")
          .endsWith("/" + KEY + "/keyed");
    }
  }

  private ProxyProcess start(String backend, String api, String dead) throws Exception {
    Path file =
        Files.writeString(
            home.resolve("buddy.yaml"),
            """
            logging: {level: TRACE}
            security:
              require_secure_key: true
              admin_rate_limit_per_minute: 100
              secure_key: ${PLANTED_KEY}
              key_position: [path_prefix, query_param, header]
            domain_mappings:
              keyed: {upstream: "%s", headers: {Authorization: "Bearer ${PLANTED_INJECTED}"}}
              plain: %s
              path: {upstream: "%s/bot${HIDDEN}", rules: [{path: /offline/**, mode: replay}]}
              dead: {upstream: "%s", headers: {X-Api-Key: "${PLANTED_INJECTED}"}}
            """
                .formatted(api, api, api, dead));
    List<String> command =
        List.of(
            ProxyProcess.java(),
            "-cp",
            System.getProperty("java.class.path"),
            ProxyProcess.MAIN,
            "--config",
            file.toString(),
            "--backend",
            backend,
            "--port",
            "0");
    Map<String, String> environment =
        Map.of("PLANTED_KEY", KEY, "PLANTED_INJECTED", INJECTED, "HIDDEN", IN_PATH);
    return ProxyProcess.runCommand(home, environment, command);
  }

  private void talk(ProxyProcess proxy) throws Exception {
    String referer = "Referer: http://localhost/" + KEY + "/plain/page";
    String[] credentials = {
      referer,
      "Authorization: Bearer " + CLIENTS,
      "Cookie: session=" + CLIENTS,
      "X-Api-Key: " + CLIENTS,
      "Content-Length: 0"
    };
    for (int twice = 0; twice < 2; twice++) {
      for (String method : List.of("GET", "POST")) {
        ask(proxy, method + " /" + KEY + "/keyed/things", credentials);
        ask(proxy, method + " /" + KEY + "/plain/things?api_key=" + CLIENTS, credentials);
        ask(proxy, method + " /plain/things?api%5Fkey=" + CLIENTS + "&proxy_key=" + KEY);
        ask(proxy, method + " /plain/more", "X-Proxy-Key: " + KEY);
      }
    }
    ask(proxy, "GET /" + KEY + "/path/things");
    ask(proxy, "GET /" + KEY + "/path/offline/things");
    ask(proxy, "GET /" + KEY + "/dead/things", credentials);
    ask(proxy, "DELETE /" + KEY + "/dead/things?token=" + CLIENTS, credentials);
    ask(proxy, "GET /" + KEY + "/none/things", credentials);
    ask(proxy, "GET /" + KEY + "/plain/%zz", credentials);
    ask(proxy, "GET /" + KEY + "/keyed/things", "Origin: https://evil.test");
    ask(proxy, "TRACE /" + KEY + "/plain/things", credentials);
    ask(proxy, "GET /" + KEY + "/plain/things", "Bad Field: " + CLIENTS);
    administer(proxy, referer, "Cookie: session=" + CLIENTS, "X-Api-Key: " + CLIENTS);
    for (int i = 0; i < 6; i++) {
      ask(proxy, "GET /" + WRONG_KEY + "/plain/things", credentials);
    }
  }

  /** Reads every admin resource and sends changes that contain secrets. */
  private void administer(ProxyProcess proxy, String... fields) throws Exception {
    for (String resource :
        List.of(
            "/admin/status",
            "/admin/domains",
            "/admin/cache",
            "/admin/cache/keyed",
            "/admin/cache/plain",
            "/admin/cache/path",
            "/admin/throttle",
            "/admin/metrics",
            "/admin/metrics?format=prometheus",
            "/admin/config",
            "/admin/config/history")) {
      ask(proxy, "GET /" + KEY + resource, fields);
    }
    explain(proxy, "{\"url\":\"/path/others\"}");
    explain(proxy, "{\"url\":\"/path/things\"}");
    Matcher stored = ENTRY.matcher(answers.toString());
    assertThat(stored.find()).isTrue();
    do {
      ask(proxy, "GET /" + KEY + "/admin/cache/entries/" + stored.group(1));
    } while (stored.find());
    for (String change :
        List.of(
            "{\"key_path\":\"security.secure_key\",\"value\":\"" + CLIENTS + "\"}",
            "{\"key_path\":\"domain_mappings.plain.headers\",\"value\":{\"X-A\":\""
                + CLIENTS
                + "\"}}",
            "{\"key_path\":\"cache.default_ttl\",\"value\":\"${PLANTED_INJECTED}\"}")) {
      String type = "Content-Type: application/json";
      String length = "Content-Length: " + change.length();
      String head = RawHttp.closing("PATCH /" + KEY + "/admin/config", type, length);
      answers.add(RawHttp.ask("127.0.0.1", proxy.port(), head + change));
    }
  }

  private void explain(ProxyProcess proxy, String request) throws Exception {
    String type = "Content-Type: application/json";
    String length = "Content-Length: " + request.length();
    String head = RawHttp.closing("POST /" + KEY + "/admin/explain", type, length);
    answers.add(RawHttp.ask("127.0.0.1", proxy.port(), head + request));
  }

  private void ask(ProxyProcess proxy, String request, String... fields) throws Exception {
    answers.add(RawHttp.ask("127.0.0.1", proxy.port(), RawHttp.closing(request, fields)));
  }

  /** Removes the client's own key, which is part of the URLs it is redirected to. */
  private static String withoutReferences(String answer) {
    return answer.replace("Location: /" + KEY + "/", "Location: ");
  }

  private void assertNothingIsKept(String backend) throws Exception {
    List<Path> files;
    try (Stream<Path> all = Files.walk(home)) {
      files = all.filter(Files::isRegularFile).filter(file -> !isOwnersNote(file)).toList();
    }
    assertThat(files).anyMatch(file -> file.toString().contains("/" + backend + "/"));
    for (Path file : files) {
      assertThat(content(file)).as(file.toString()).doesNotContain(EVERY_SECRET);
    }
  }

  /** Returns whether a file is the note, readable by its owner only, of proxy and key. */
  private static boolean isOwnersNote(Path file) {
    return file.toString().endsWith(".instance.json");
  }

  private static String content(Path file) throws Exception {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) { // the engine has deleted it meanwhile
      return "";
    }
  }
}
