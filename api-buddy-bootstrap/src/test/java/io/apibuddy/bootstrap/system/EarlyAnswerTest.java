package io.apibuddy.bootstrap.system;

import static io.apibuddy.ports.contract.Waits.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.ports.contract.RawUpstream;
import io.apibuddy.ports.contract.RawUpstream.Peer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers that come before the whole request has been sent (RFC 9112 section 9.6). */
@Timeout(60)
class EarlyAnswerTest {

  private static final String TOO_LARGE =
      "HTTP/1.1 413 Content Too Large\r\nContent-Length: 7\r\n\r\ntoo big";

  @Test
  void answerBeforeTheEndOfTheUploadIsRelayedAndEndsTheUpload() throws Exception {
    CompletableFuture<Boolean> uploadEnded = new CompletableFuture<>();
    RawUpstream.Conversation hasty =
        peer -> {
          peer.readHead();
          peer.read(5);
          peer.send(TOO_LARGE);
          peer.readRemainder();
          uploadEnded.complete(true);
        };
    try (RawUpstream upstream = new RawUpstream(hasty, RawUpstream.answering(TOO_LARGE));
        CachingProxy proxy =
            CachingProxy.builder().map("api", upstream.origin().toString()).start();
        Peer client = Peer.connect(proxy.port())) {
      client.send("PUT /api/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nhello");

      assertThat(client.readMessage()).startsWith("HTTP/1.1 413 ").endsWith("too big");
      assertThat(result(uploadEnded)).isTrue();
      assertThat(client.readRemainder().text()).isEmpty();
    }
  }

  /** Some servers send a 408 before they close an idle connection. */
  @Test
  void unsolicitedAnswerIsNeverUsedForTheNextRequest() throws Exception {
    RawUpstream.Conversation rash =
        peer -> {
          peer.skipRequest();
          peer.send(
              ScriptedUpstream.ok(ScriptedUpstream.WELL)
                  + "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
          peer.readRemainder();
        };
    try (RawUpstream upstream =
            new RawUpstream(
                rash, RawUpstream.answering(ScriptedUpstream.ok(ScriptedUpstream.WELL)));
        CachingProxy proxy =
            CachingProxy.builder().map("api", upstream.origin().toString()).start()) {
      Client client = new Client();
      for (String path : new String[] {"/a", "/b", "/c"}) {
        assertThat(client.get(proxy.baseUrl("api") + path).body())
            .asString()
            .isEqualTo(ScriptedUpstream.WELL);
      }
      // A third if the second connection was not yet idle after its answer; never the first.
      assertThat(upstream.connections()).isBetween(2, 3);
    }
  }
}
