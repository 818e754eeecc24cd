package io.apibuddy.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.system.Client;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code demo}, with its sample API and a proxy on real sockets. */
@Tag("any-jvm")
@Timeout(120)
class DemoCommandTest {
  private static final Pattern ADMIN = Pattern.compile("  admin  (http://127\\.0\\.0\\.1:\\d+)/");

  @TempDir Path home;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Shutdown shutdown, String... arguments) {
    Terminal terminal =
        new Terminal(
            Map.of("API_BUDDY_SERVER_PORT", "none of the demo's business"),
            home.toString(),
            new PrintWriter(out),
            new PrintWriter(err),
            false);
    int status = new ApiBuddy(terminal, shutdown, getClass().getClassLoader()).run(arguments);
    terminal.out().flush();
    terminal.err().flush();
    return status;
  }

  @Test
  void demoPrintsTheOutcomeOfEachCall() {
    assertThat(run(Runnable::run, "demo", "--once")).as(err.toString()).isZero();

    List<String> lines = out.toString().lines().toList();
    assertThat(lines.get(0)).matches("request +status +X-Cache +time");
    // On a busy machine a concurrent call may come late and be a hit.
    List<String> expected =
        List.of(
            "GET /sample/weather +200 +MISS .* ms",
            "GET /sample/weather +200 +HIT .* ms",
            "POST /sample/chat +200 +MISS .* ms",
            "POST /sample/chat +200 +HIT .* ms +members in another order",
            "GET /sample/report +200 +1 MISS, [1-4] (COLLAPSED|HIT).* ms +5 at once",
            "GET /prices/prices +200 +MISS .* ms",
            "GET /sample/story +200 +MISS .* ms +6 events, the first after \\d+ ms",
            "GET /sample/story +200 +HIT .* ms +6 events, the first after \\d+ ms",
            "GET /prices/prices +200 +STALE .* ms +the API is out of order",
            "GET /limited/rates\\?day=1 +200 +MISS .* ms +2 a minute",
            "GET /limited/rates\\?day=2 +200 +MISS .* ms +2 a minute",
            "GET /limited/rates\\?day=3 +429 .* ms +2 a minute, Retry-After: \\d+");
    for (int i = 0; i < expected.size(); i++) {
      assertThat(lines.get(i + 1)).matches(expected.get(i));
    }
    assertThat(lines.get(expected.size() + 2))
        .startsWith("The sample API was called 8 times in 16 requests, ");
    assertThat(lines.get(expected.size() + 3))
        .isEqualTo("  sample sample-1: 1200 input and 350 output tokens saved, 0.0089 USD");
    assertThat(lines).hasSize(expected.size() + 4);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void proxyAndDashboardRunUntilTheDemoIsStopped() throws Exception {
    Shutdown lookingFirst =
        closing -> {
          Matcher admin = ADMIN.matcher(out.toString());
          assertThat(admin.find()).as(out.toString()).isTrue();
          try {
            assertThat(new Client().get(admin.group(1) + "/admin/ui").statusCode()).isEqualTo(200);
            assertThat(new Client().get(admin.group(1) + "/sample/weather").headers().map())
                .containsEntry("X-Cache", List.of("HIT"));
          } catch (java.io.IOException e) {
            throw new AssertionError(e);
          }
          assertThat(new InstanceDirectory(terminal()).running()).hasSize(1);
          closing.run();
        };

    assertThat(run(lookingFirst, "demo")).as(err.toString()).isZero();
    assertThat(new InstanceDirectory(terminal()).running()).isEmpty();
  }

  @Test
  void portInUseIsReportedWithTheRemedy() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(run(Runnable::run, "demo", "--once", "--port", port)).isEqualTo(1);
    }
    assertThat(err.toString()).contains("choose another port");
  }

  private Terminal terminal() {
    return new Terminal(
        Map.of(), home.toString(), new PrintWriter(out), new PrintWriter(err), false);
  }
}
