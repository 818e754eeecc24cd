package io.apibuddy.bootstrap.system;

import static io.apibuddy.bootstrap.system.ScriptedUpstream.WELL;
import static io.apibuddy.bootstrap.system.ScriptedUpstream.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.contract.RawUpstream.Peer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of the one fetch that several equal requests in flight share. */
@Timeout(60)
class CoalescingFaultsTest {

  private static final int FOLLOWERS = 20;
  private static final Duration HASTY = Duration.ofSeconds(3);

  private static ScriptedUpstream upstream;
  private static CachingProxy proxy;

  @BeforeAll
  static void start() throws IOException {
    upstream = new ScriptedUpstream();
    proxy =
        CachingProxy.builder()
            .map("api", upstream.url())
            .map("hasty", upstream.url())
            .set("domain_mappings.hasty.request_timeout", HASTY.toSeconds() + "s")
            .map("strict", upstream.url())
            .set("domain_mappings.strict.policy", "http")
            .start();
  }

  @AfterAll
  static void stop() {
    proxy.close();
    upstream.close();
  }

  /** Sends the request on several connections at once, without waiting for an answer. */
  private static List<Peer> ask(int clients, String method, String target) throws IOException {
    List<Peer> asking = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      asking.add(RawHttp.ask(proxy.port(), method, target, "HTTP/1.1"));
    }
    return asking;
  }

  private static List<String> answers(List<Peer> asking) throws IOException {
    List<String> answers = new ArrayList<>();
    for (Peer peer : asking) {
      try (peer) {
        answers.add(peer.readMessage());
      }
    }
    return answers;
  }

  /** X20. */
  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void hundredsOfEqualRequestsAskASilentUpstreamOnce(String method) throws Exception {
    String target = "/never-" + method;
    upstream.on(target, Peer::readRemainder);
    long start = System.nanoTime();
    List<Peer> asking = ask(300, method, "/hasty" + target);

    assertThat(answers(asking))
        .allSatisfy(
            answer -> assertThat(answer).startsWith("HTTP/1.1 504 ").contains("upstream_timeout"));
    // On a busy machine a request may come after the time-out and lead a fetch of its own.
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    assertThat(upstream.calls(method + ' ' + target))
        .isBetween(1, Math.max(1, (int) taken.dividedBy(HASTY)));
  }

  /** X21: the fetch continues for the remaining clients and for the store. */
  @Test
  void followersAreServedWhenTheLeaderDisconnects() throws Exception {
    Gate gate = new Gate();
    upstream.on(
        "/left",
        peer -> {
          gate.pass();
          peer.send(ok(WELL));
        });
    Peer leader = ask(1, "GET", "/api/left").get(0);
    gate.awaitArrival();
    List<Peer> following = ask(FOLLOWERS, "GET", "/api/left");
    leader.reset();
    gate.open();

    assertThat(answers(following))
        .allSatisfy(answer -> assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith(WELL));
    assertThat(upstream.calls("GET /left")).isEqualTo(1);
  }

  /** X22. */
  @ParameterizedTest
  @ValueSource(strings = {"Cache-Control: private", "Cache-Control: no-store", "Vary: *"})
  void followersFetchForThemselvesIfTheLeadersAnswerMayNotBeShared(String field) throws Exception {
    Gate gate = new Gate();
    String target = "/own-" + field.replaceAll("[^a-z]", "");
    upstream.on(
        target,
        peer -> {
          gate.pass();
          peer.send(ok("for one only", field + "\r\n"));
        });
    List<Peer> leading = ask(1, "GET", "/strict" + target);
    gate.awaitArrival();
    List<Peer> following = ask(FOLLOWERS, "GET", "/strict" + target);
    gate.open();

    for (List<Peer> asking : List.of(leading, following)) {
      assertThat(answers(asking))
          .allSatisfy(
              answer -> assertThat(answer).contains("X-Cache: MISS").endsWith("for one only"));
    }
    assertThat(upstream.calls("GET " + target)).isEqualTo(1 + FOLLOWERS);
  }

  /** The followers get the leader's failure instead of all asking the upstream. */
  @Test
  void failureOfTheLeadersFetchIsSharedWithItsFollowers() throws Exception {
    Gate gate = new Gate();
    upstream.on(
        "/failing",
        peer -> {
          gate.pass();
          peer.reset();
        });
    List<Peer> leading = ask(1, "GET", "/api/failing");
    gate.awaitArrival();
    List<Peer> following = ask(FOLLOWERS, "GET", "/api/failing");
    assertAnswered(ask(1, "GET", "/api/last"));
    gate.open();

    for (List<Peer> asking : List.of(leading, following)) {
      assertThat(answers(asking))
          .allSatisfy(answer -> assertThat(answer).startsWith("HTTP/1.1 502 "));
    }
    assertThat(upstream.calls("GET /failing")).isLessThan(FOLLOWERS / 2);
  }

  /** Once this request is answered, the proxy has almost certainly read all earlier ones. */
  private static void assertAnswered(List<Peer> last) throws IOException {
    assertThat(answers(last)).allSatisfy(answer -> assertThat(answer).endsWith(WELL));
  }

  @Test
  void concurrentHeadAndGetRequestsDoNotDisturbEachOther() throws Exception {
    List<Peer> heads = ask(FOLLOWERS, "HEAD", "/api/both");
    List<Peer> gets = ask(FOLLOWERS, "GET", "/api/both");
    for (Peer head : heads) {
      try (head) {
        assertThat(head.readHead()).startsWith("HTTP/1.1 200 ");
      }
    }
    assertThat(answers(gets))
        .allSatisfy(answer -> assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith(WELL));
    assertThat(upstream.calls("GET /both")).isEqualTo(1);
  }
}
