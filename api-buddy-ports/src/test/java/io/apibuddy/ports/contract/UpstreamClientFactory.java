package io.apibuddy.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamRequest;
import java.io.IOException;
import org.junit.jupiter.api.Timeout;

/** What a client adapter's test must supply. */
@Timeout(60)
public interface UpstreamClientFactory {

  /** Returns a new client with default settings. */
  UpstreamClient newClient();

  /** Sends a request that must fail, with a new client; returns the failure. */
  default UpstreamException failure(UpstreamRequest request) {
    try (UpstreamClient client = newClient()) {
      return UpstreamRequests.failure(client, request);
    }
  }

  /**
   * Sends a request to an upstream with this conversation, where it must fail; returns the kind of
   * failure.
   */
  default UpstreamException.Kind failureOf(RawUpstream.Conversation conversation)
      throws IOException {
    try (RawUpstream upstream = new RawUpstream(conversation)) {
      UpstreamException failure = failure(UpstreamRequests.get(upstream.origin()));
      assertThat(failure.requestSent()).isEqualTo(UpstreamException.RequestSent.PERHAPS);
      assertThat(failure).hasMessageNotContaining("127.0.0.1");
      return failure.kind();
    }
  }
}
