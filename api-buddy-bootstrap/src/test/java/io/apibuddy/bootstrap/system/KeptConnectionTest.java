package io.apibuddy.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.ports.contract.RawUpstream;
import io.apibuddy.ports.contract.RawUpstream.Conversation;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A kept connection that the upstream closes just as it is reused. */
@Timeout(60)
class KeptConnectionTest {

  private static final String OK = ScriptedUpstream.ok(ScriptedUpstream.WELL);

  private final Client client = new Client();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private Conversation answering(int times) {
    return peer -> {
      for (int i = 0; i < times; i++) {
        asked.add(peer.skipRequest());
        peer.send(OK);
      }
      asked.add(peer.skipRequest());
    };
  }

  private long asked(String start) {
    return asked.stream().filter(request -> request.startsWith(start)).count();
  }

  @Test
  void getIsRetriedOnANewConnectionIfAKeptOneCloses() throws Exception {
    try (RawUpstream upstream = new RawUpstream(answering(1), answering(1));
        CachingProxy proxy =
            CachingProxy.builder().map("api", upstream.origin().toString()).start()) {
      client.get(proxy.baseUrl("api") + "/first");
      HttpResponse<byte[]> second = client.get(proxy.baseUrl("api") + "/second");

      assertThat(second.statusCode()).isEqualTo(200);
      assertThat(second.body()).asString().isEqualTo(ScriptedUpstream.WELL);
      assertThat(asked("GET /second ")).isEqualTo(2);
      assertThat(upstream.connections()).isEqualTo(2);
    }
  }

  @Test
  void putWithBufferedContentIsRetriedIfAKeptConnectionCloses() throws Exception {
    try (RawUpstream upstream = new RawUpstream(answering(1), answering(1));
        CachingProxy proxy =
            CachingProxy.builder().map("api", upstream.origin().toString()).start()) {
      client.get(proxy.baseUrl("api") + "/first");
      HttpResponse<byte[]> second =
          client
              .http()
              .send(
                  Client.request(proxy.baseUrl("api") + "/second")
                      .PUT(BodyPublishers.ofString("{}"))
                      .build(),
                  BodyHandlers.ofByteArray());

      assertThat(second.statusCode()).isEqualTo(200);
      assertThat(asked("PUT /second ")).isEqualTo(2);
      assertThat(asked)
          .filteredOn(request -> request.startsWith("PUT"))
          .allMatch(all -> all.endsWith("{}"));
    }
  }

  @Test
  void getIsRetriedOnlyOnce() throws Exception {
    try (RawUpstream upstream = new RawUpstream(answering(1), answering(0));
        CachingProxy proxy =
            CachingProxy.builder().map("api", upstream.origin().toString()).start()) {
      client.get(proxy.baseUrl("api") + "/first");
      HttpResponse<byte[]> second = client.get(proxy.baseUrl("api") + "/second");

      assertThat(second.statusCode()).isEqualTo(502);
      assertThat(asked("GET /second ")).isEqualTo(2);
    }
  }

  @Test
  void postIsNeverRetried() throws Exception {
    try (RawUpstream upstream = new RawUpstream(answering(1), answering(1));
        CachingProxy proxy =
            CachingProxy.builder().map("api", upstream.origin().toString()).start()) {
      client.get(proxy.baseUrl("api") + "/first");
      HttpResponse<byte[]> second = client.post(proxy.baseUrl("api") + "/second", "{}");

      assertThat(second.statusCode()).isEqualTo(502);
      assertThat(Client.field(second, "X-API-Buddy-Error")).isEqualTo("upstream_closed");
      assertThat(asked("POST /second ")).isEqualTo(1);
    }
  }
}
