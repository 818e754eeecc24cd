package io.apibuddy.bootstrap.cli;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.bootstrap.system.Client;
import io.apibuddy.bootstrap.system.LoopbackApi;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands that talk to a proxy that {@code serve} runs. */
@Tag("any-jvm")
@Timeout(120)
class InstanceCommandsTest {
  private static final String KEY = "k3y-of-the-admin-that-nobody-guesses";

  /** What is stored must not depend on how busy this machine is. */
  private static final Map<String, String> PATIENT = Map.of("API_BUDDY_CACHE_STORE_BUDGET", "30s");

  @TempDir Path home;
  private final Client client = new Client();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<Serving> serving = new ArrayList<>();
  private LoopbackApi api;

  /** A {@code serve} command on its own thread. */
  private final class Serving {
    final CountDownLatch end = new CountDownLatch(1);
    final CountDownLatch started = new CountDownLatch(1);
    final Thread thread;

    Serving(String... arguments) throws InterruptedException {
      List<String> all = new ArrayList<>(List.of("serve", "--port", "0", "--store", "memory"));
      all.addAll(List.of("--log-level", "ERROR", "--map", "a=" + api.url()));
      all.addAll(List.of(arguments));
      Shutdown shutdown =
          closing -> {
            started.countDown();
            end.await();
            closing.run();
          };
      thread =
          new Thread(
              () ->
                  new ApiBuddy(terminal(PATIENT), shutdown, getClass().getClassLoader())
                      .run(all.toArray(String[]::new)));
      thread.start();
      started.await();
    }

    void stop() throws InterruptedException {
      end.countDown();
      thread.join();
    }
  }

  @BeforeEach
  void startTheApi() throws IOException {
    api =
        LoopbackApi.http()
            .on(
                "/x",
                LoopbackApi.content(
                    "text/plain", "x".repeat(100).getBytes(StandardCharsets.UTF_8)));
  }

  @AfterEach
  void stopAll() throws InterruptedException {
    for (Serving each : serving) {
      each.stop();
    }
    api.close();
  }

  private void serve(String... arguments) throws InterruptedException {
    serving.add(new Serving(arguments));
  }

  private Terminal terminal(Map<String, String> environment) {
    return new Terminal(
        environment, home.toString(), new PrintWriter(out), new PrintWriter(err), false);
  }

  private int run(String... arguments) {
    return run(Map.of(), arguments);
  }

  private int run(Map<String, String> environment, String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    Terminal terminal = terminal(environment);
    int status = new ApiBuddy(terminal, Runnable::run, getClass().getClassLoader()).run(arguments);
    terminal.out().flush();
    terminal.err().flush();
    return status;
  }

  private List<Instance> running() {
    return new InstanceDirectory(terminal(Map.of())).running();
  }

  private String url() {
    return running().get(0).url();
  }

  private void get(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = client.get(url() + path, "Accept", "*/*"); // as explain assumes
    assertThat(answer.statusCode()).as(answer.headers().toString()).isEqualTo(200);
    assertThat(Client.field(answer, "Cache-Status")).matches(".*(hit|stored).*");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve(".cache/api-buddy/instances"))) {
      return files.toList();
    }
  }

  private Path keyed() throws IOException {
    return Files.writeString(home.resolve("c.yaml"), "admin:\n  secure_key: " + KEY + "\n");
  }

  @Test
  void statsShowsRequestsHitsAndSavings() throws Exception {
    serve();
    get("/a/x");
    get("/a/x");
    await()
        .pollInterval(Duration.ofMillis(500)) // admin resources have a rate limit
        .untilAsserted(
            () -> {
              assertThat(run("stats")).as(err.toString()).isZero();
              assertThat(out.toString().lines())
                  .anySatisfy(
                      line -> assertThat(line).matches("a +2 +1 +1 +50\\.0 % +0 .*1 of 1000 in 1h"))
                  .anySatisfy(
                      line -> assertThat(line).matches("all +2 +1 +1 +50\\.0 %.*1 call, .*"));
            });
    assertThat(run("stats", "--output", "json")).isZero();
    assertThat(out.toString())
        .startsWith("{\"metrics\":{\"total_requests\":2,")
        .contains("\"throttle\":{");
  }

  @Test
  void statsShowsSavedTokensAndTheEndOfAPause() throws Exception {
    api.on(
            "/chat",
            LoopbackApi.content(
                "application/json",
                "{\"model\":\"m-1\",\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":500}}"
                    .getBytes(StandardCharsets.UTF_8)))
        .on(
            "/busy",
            exchange -> {
              exchange.getResponseHeaders().set("Retry-After", "300");
              exchange.sendResponseHeaders(429, -1);
            });
    Path file =
        Files.writeString(
            home.resolve("c.yaml"),
            """
            cache: {min_cache_response_size: 0}
            throttling: {max_pause: 1h}
            metrics: {prices: {m-*: {input: 1000, output: 2000, currency: USD}}}
            """);
    serve("-c", file.toString());
    // Waits for a hit, since an answer may be stored a moment after its client has it.
    await()
        .until(() -> Client.field(client.post(url() + "/a/chat", "{}"), "X-Cache"), "HIT"::equals);
    client.get(url() + "/a/busy");

    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(500)) // admin resources have a rate limit
        .untilAsserted(
            () -> {
              assertThat(run("stats")).as(err.toString()).isZero();
              assertThat(out.toString())
                  .contains("m-1: 1000 input and 500 output tokens saved, 2.0000 USD\n")
                  .containsPattern("\na +\\d+ .*, paused until 20\\d\\d-.*Z");
            });
  }

  private FutureTask<Integer> follow(Writer out, String... options) {
    Terminal terminal =
        new Terminal(Map.of(), home.toString(), new PrintWriter(out), new PrintWriter(err), false);
    List<String> arguments = new ArrayList<>(List.of("stats", "--follow"));
    arguments.addAll(List.of(options));
    FutureTask<Integer> following =
        new FutureTask<>(
            () ->
                new ApiBuddy(terminal, Runnable::run, getClass().getClassLoader())
                    .run(arguments.toArray(String[]::new)));
    new Thread(following).start();
    return following;
  }

  @Test
  void statsFollowShowsEachExchangeUntilTheProxyStops() throws Exception {
    serve();
    StringWriter printed = new StringWriter();
    FutureTask<Integer> following = follow(printed);
    await()
        .untilAsserted(
            () -> {
              get("/a/x"); // exchanges before the command listens are not shown
              client.get(url() + "/nosuch/q");
              assertThat(printed.toString())
                  .containsPattern("  HIT +200  GET /a/x  \\d+ ms  100 bytes\n")
                  .containsPattern("  NONE +404  GET /nosuch/q  \\d+ ms  ");
            });
    serving.remove(0).stop();
    assertThat(following.get()).isZero();
    assertThat(printed.toString()).doesNotContain("/admin");
  }

  @Test
  void statsFollowWithJsonOutputPrintsOneObjectPerLine() throws Exception {
    serve();
    StringWriter printed = new StringWriter();
    FutureTask<Integer> following = follow(printed, "--output", "json");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              get("/a/x");
              assertThat(printed.toString()).contains("\"cache\":\"HIT\"");
            });
    serving.remove(0).stop();
    assertThat(following.get()).isZero();
    assertThat(printed.toString()).startsWith("{\"metrics\":");
    assertThat(printed.toString().lines().skip(1))
        .allMatch(line -> line.startsWith("{\"request_id\":") && line.endsWith("}"));
  }

  @Test
  void statsFollowRequiresTheRightKey() throws Exception {
    serve("-c", keyed().toString());
    assertThat(run("stats", "--follow", "--key", "wrong")).isEqualTo(1);
    assertThat(err.toString()).contains("does not accept this key").doesNotContain(KEY);
  }

  @Test
  void statsFollowEndsWhenItsOutputIsClosed() throws Exception {
    serve();
    Writer gone = new BufferedWriter(new StringWriter());
    gone.close();
    FutureTask<Integer> following = follow(gone);

    await()
        .until(
            () -> {
              get("/a/x");
              return following.isDone();
            });
    assertThat(following.get()).isEqualTo(1);
    assertThat(err.toString()).contains("the output could not be written");
  }

  @Test
  void clearRemovesStoredResponses() throws Exception {
    serve();
    get("/a/x");
    assertThat(run("clear", "a")).isZero();
    assertThat(out).hasToString("1 response removed\n");
    assertThat(run("clear", "--output=json")).isZero();
    assertThat(out).hasToString("{\"removed\":0}\n");
    assertThat(run("clear", "nobody")).isEqualTo(2);
    assertThat(err.toString()).contains("unknown_alias", "Known: a");
  }

  @Test
  void explainsARequest() throws Exception {
    serve();
    get("/a/x");
    assertThat(run("explain", "get", "/a/x")).isZero();
    assertThat(out.toString()).startsWith("outcome: hit\n").contains("stored\n  id: ");
    assertThat(run("explain", "POST", url() + "/a/y", "-H", "X-A: 1", "-d", "{\"b\":1}")).isZero();
    assertThat(out.toString())
        .startsWith("outcome: fetch\n")
        .contains("content_type: application/json");
    assertThat(run("explain", "GET", "/a/x", "-H", "s3cret")).isEqualTo(2);
    assertThat(err.toString()).contains("-H").doesNotContain("s3cret");
  }

  @Test
  void explainReadsTheBodyFromAFile() throws Exception {
    serve();
    Path file = Files.writeString(home.resolve("body.json"), "{\"a\":\r\n \"b c\"}\n");
    assertThat(run("explain", "POST", "/a/y", "-d", "{\"a\": \"b c\"}")).isZero();
    String given = out.toString();
    assertThat(run("explain", "POST", "/a/y", "-d", "@" + file)).as(err.toString()).isZero();
    assertThat(out).hasToString(given);

    Files.writeString(file, "--output json");
    assertThat(run("explain", "POST", "/a/y", "-H", "Content-Type: text/plain", "-d@" + file))
        .isZero();
    assertThat(out.toString()).startsWith("outcome: fetch\n");
    Path nowhere = home.resolve("nosuch.json");
    assertThat(run("explain", "POST", "/a/y", "-d", "@" + nowhere)).isEqualTo(2);
    assertThat(err.toString()).contains("-d: cannot read " + nowhere);
  }

  @Test
  void showsAndChangesTheConfiguration() throws Exception {
    serve();
    assertThat(run("config", "set", "cache.default_ttl", "2h")).isZero();
    assertThat(out).hasToString("cache.default_ttl is 2h\n");
    assertThat(run("config")).isZero();
    assertThat(out.toString()).contains("\"default_ttl\" : \"2h\"");
    assertThat(run("config", "history")).isZero();
    assertThat(out.toString()).matches("(?s)number +at +author\n2 .* admin\n1 .* cli\n");
    assertThat(run("config", "set", "server.port", "1")).isEqualTo(2);
    assertThat(err.toString()).contains("key_not_changeable");
  }

  @Test
  void reloadReadsTheFileAgain() throws Exception {
    Path file = Files.writeString(home.resolve("c.yaml"), "cache:\n  default_ttl: 1h\n");
    serve("-c", file.toString());
    Files.writeString(file, "cache:\n  default_ttl: 3h\n");
    assertThat(run("reload")).isZero();
    assertThat(run("config", "show")).isZero();
    assertThat(out.toString()).contains("\"default_ttl\" : \"3h\"");
    Files.writeString(file, "cache:\n  default_tll: 3h\n");
    assertThat(run("reload")).isEqualTo(2);
    assertThat(err.toString()).contains("default_tll");
  }

  @Test
  void commandsUseTheAdminKeyOfTheInstanceFile() throws Exception {
    serve("-c", keyed().toString());
    assertThat(running()).singleElement().satisfies(one -> assertThat(one.token()).isEqualTo(KEY));
    assertThat(running().toString()).doesNotContain(KEY);
    assertThat(files())
        .singleElement()
        .satisfies(
            file ->
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------"));
    assertThat(run("stats")).isZero();
    assertThat(run("stats", "--url", url() + "/")).isZero();
  }

  @Test
  void takesAKeyFromAFileOrTheEnvironment() throws Exception {
    serve("-c", keyed().toString());
    assertThat(run("stats", "--key", "wrong")).isEqualTo(1);
    assertThat(err.toString())
        .contains("does not accept this key", "--key-file")
        .doesNotContain(KEY);
    Path file = Files.writeString(home.resolve("key"), KEY + "\n");
    assertThat(run(Map.of("API_BUDDY_KEY", "wrong"), "stats", "--key-file", file.toString()))
        .isZero();
    assertThat(run("stats", "--url", url().replace("127.0.0.1", "localhost"))).isZero();
    String url = url().replace("127.0.0.1", "LOCALHOST"); // not known to be the same proxy
    assertThat(run("stats", "--url", url)).isEqualTo(1);
    assertThat(err.toString()).contains("requires a key");
    assertThat(run(Map.of("API_BUDDY_KEY", " "), "stats")).isZero(); // a blank key counts as none
    assertThat(run(Map.of("API_BUDDY_KEY", KEY), "stats", "--url", url)).isZero();
    Path empty = Files.writeString(home.resolve("empty"), "\n");
    assertThat(run("stats", "--key-file", empty.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("is empty");
    assertThat(run("stats", "--key-file", home.resolve("nosuch").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--key-file: cannot read " + home.resolve("nosuch"));
  }

  @Test
  void urlMayEndWithASlashAndMustBeThatOfAProxy() throws Exception {
    serve("-c", keyed().toString());
    assertThat(run("health", "--url", url() + "/")).as(err.toString()).isZero();
    assertThat(run("stats", "--url", url() + "//")).as(err.toString()).isZero();
    assertThat(run("health", "--url", url() + "/nosuch")).isEqualTo(2);
    assertThat(err.toString()).contains("unknown_alias", "or remove the path from --url");
    for (String wrong :
        List.of(
            url() + "?x",
            url() + "/#x",
            "http://127.0.0.1:99999",
            "http://127.0.0.1:0",
            "ftp://127.0.0.1",
            "http://me@127.0.0.1",
            "127.0.0.1:8080",
            "http:///x",
            "http://a b",
            "")) {
      for (String command : List.of("health", "stats")) {
        assertThat(run(command, "--url", wrong)).as(wrong).isEqualTo(2);
        assertThat(err.toString()).contains("--url: expected the URL of a proxy");
      }
    }
  }

  @Test
  void healthUsesThePortOfTheEnvironment() throws Exception {
    serve();
    String variable = "API_BUDDY_SERVER_PORT";
    String port = url().substring(url().lastIndexOf(':') + 1);
    assertThat(run(Map.of(variable, port), "health")).as(err.toString()).isZero();
    for (String wrong : List.of("0", "65536", "-1", "http", "")) {
      assertThat(run(Map.of(variable, wrong), "health")).isEqualTo(2);
      assertThat(err.toString()).contains(variable + " is not a port: " + wrong);
    }
  }

  @Test
  void commandsExplainThatNoProxyIsRunning() throws Exception {
    assertThat(run("stats")).isEqualTo(1);
    assertThat(err.toString()).contains("you have no proxy running", "--map");
    serve();
    String url = url();
    serving.remove(0).stop();
    assertThat(files()).isEmpty();
    assertThat(run("clear")).isEqualTo(1);
    assertThat(run("clear", "--url", url)).isEqualTo(1);
    assertThat(err.toString()).contains("nothing answers at " + url);
  }

  @Test
  void anotherServerIsNotTakenForAProxy() throws Exception {
    try (LoopbackApi other =
        LoopbackApi.http()
            .on(
                "/",
                LoopbackApi.content(
                    "application/json", "{\"ok\":true}".getBytes(StandardCharsets.UTF_8)))) {
      for (String command :
          List.of(
              "stats",
              "clear",
              "reload",
              "health",
              "config show",
              "config set cache.default_ttl 1h",
              "config history",
              "explain GET /a/x")) {
        List<String> all = new ArrayList<>(List.of(command.split(" ")));
        all.addAll(List.of("--url", other.url()));
        assertThat(run(all.toArray(String[]::new))).as(command).isEqualTo(1);
        assertThat(err.toString()).contains("is not API Buddy; check --url");
      }
    }
  }

  @Test
  void commandsAskWhichOfSeveralProxiesToUse() throws Exception {
    serve();
    serve();
    assertThat(run("stats")).isEqualTo(2);
    for (Instance one : running()) {
      assertThat(err.toString()).contains("--url " + one.url());
      assertThat(run("stats", "--url", one.url())).isZero();
      run("stats");
    }
  }

  @Test
  void failedWriteOfAnInstanceFileLeavesNoTemporaryFile() throws Exception {
    Instance own = Instance.ofThisProcess("http://127.0.0.1:3", "memory", KEY);
    String name = own.pid() + "-3.instance.json";
    Path inItsPlace = home.resolve(".cache/api-buddy/instances").resolve(name);
    Files.createDirectories(inItsPlace.resolve("full"));

    assertThatThrownBy(() -> new InstanceDirectory(terminal(Map.of())).write(own))
        .isInstanceOf(IOException.class);

    assertThat(files()).containsExactly(inItsPlace);
  }

  @Test
  void proxyWithoutAnInstanceFileIsReachedByItsUrl() throws Exception {
    Path inItsPlace = home.resolve(".cache/api-buddy/instances");
    Files.createDirectories(inItsPlace.getParent());
    Files.writeString(inItsPlace, "no directory");
    serve();
    String url = out.toString().replaceAll("(?s).* (http:\\S+)/a .*", "$1");

    assertThat(run("stats")).isEqualTo(1);
    assertThat(err.toString()).contains("cannot read " + inItsPlace);
    assertThat(run("stats", "--url", url)).as(err.toString()).isZero();
  }

  @Test
  void aFileThatCannotBeReadHidesNoOtherInstance() throws Exception {
    InstanceDirectory directory = new InstanceDirectory(terminal(Map.of()));
    Instance own = Instance.ofThisProcess("http://127.0.0.1:3", "memory", KEY);
    directory.write(own);
    Path others = home.resolve(".cache/api-buddy/instances/1-1.instance.json");
    Files.createDirectory(others);

    assertThat(directory.running()).containsExactly(own);
    assertThat(others).exists();
  }

  @Test
  void forgetsInstancesWhoseProcessIsGone() throws Exception {
    InstanceDirectory directory = new InstanceDirectory(terminal(Map.of()));
    long self = ProcessHandle.current().pid();
    directory.write(new Instance(Long.MAX_VALUE, null, "http://127.0.0.1:1", "memory", null));
    directory.write(new Instance(self, "another", "http://127.0.0.1:2", "memory", KEY));
    Instance own = Instance.ofThisProcess("http://127.0.0.1:3", "memory", KEY);
    directory.write(own);
    Files.writeString(home.resolve(".cache/api-buddy/instances/x.instance.json"), "{\"pid\":");

    assertThat(directory.running()).containsExactly(own);
    assertThat(files()).hasSize(1);
  }
}
