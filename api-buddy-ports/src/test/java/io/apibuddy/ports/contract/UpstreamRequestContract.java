package io.apibuddy.ports.contract;

import static io.apibuddy.ports.contract.UpstreamRequests.OK;
import static io.apibuddy.ports.contract.UpstreamRequests.PATIENT;
import static io.apibuddy.ports.contract.UpstreamRequests.post;
import static io.apibuddy.ports.contract.UpstreamRequests.request;
import static io.apibuddy.ports.contract.UpstreamRequests.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamException.Kind;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract tests for {@link UpstreamClient}: how it writes a request. */
public interface UpstreamRequestContract extends UpstreamClientFactory {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/?",
        "/a?b=|&c={\"a\"}",
        "/%2F%2e%2E/..;a=b/./x",
        "//double//slash",
        "/a?%zz%",
        "/%E9%ff/%00",
        "/a#b",
        "/caf\u00c3\u00a9",
        "*"
      })
  default void theTargetIsSentByteForByte(String target) throws Exception {
    BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    try (UpstreamClient client = newClient();
        RawUpstream upstream = new RawUpstream(RawUpstream.answering(OK, heads::add))) {
      client
          .send(request(upstream.origin(), "M-SEARCH", target, Headers.EMPTY, Body.EMPTY, PATIENT))
          .close();
      assertThat(heads.take()).startsWith("M-SEARCH " + target + " HTTP/1.1\r\n");
    }
  }

  @Test
  default void onlyTheGivenFieldsAndHostAreSent() throws Exception {
    BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    Headers headers = Headers.of("X-A", "1", "x-b", "\u00e9", "X-A", "2");
    try (UpstreamClient client = newClient();
        RawUpstream upstream = new RawUpstream(RawUpstream.answering(OK, heads::add))) {
      client.send(request(upstream.origin(), "GET", "/", headers, Body.EMPTY, PATIENT)).close();
      List<String> lines = List.of(heads.take().split("\r\n"));
      assertThat(lines)
          .containsExactlyInAnyOrder(
              "GET / HTTP/1.1",
              "Host: 127.0.0.1:" + upstream.origin().getPort(),
              "X-A: 1",
              "x-b: \u00e9",
              "X-A: 2");
    }
  }

  @Test
  default void aBodyIsFramedByItsLengthOrInChunks() throws Exception {
    BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    BlockingQueue<String> contents = new LinkedBlockingQueue<>();
    byte[] hello = "hello".getBytes(StandardCharsets.ISO_8859_1);
    try (UpstreamClient client = newClient();
        RawUpstream upstream =
            new RawUpstream(
                peer -> {
                  while (true) {
                    String head = peer.readHead();
                    heads.add(head);
                    contents.add(
                        head.contains("chunked") ? peer.readThrough("0\r\n\r\n") : peer.read(5));
                    peer.send(OK);
                  }
                })) {
      for (Body body : List.of(new Body.Bytes(hello), stream(hello, 5), stream(hello, -1))) {
        try (UpstreamResponse response = client.send(post(upstream.origin(), body))) {
          assertThat(text(response)).isEqualTo("ok");
        }
      }
      assertThat(heads.take()).contains("Content-Length: 5\r\n").doesNotContain("chunked");
      assertThat(heads.take()).contains("Content-Length: 5\r\n").doesNotContain("chunked");
      assertThat(heads.take())
          .contains("Transfer-Encoding: chunked\r\n")
          .doesNotContain("Content-Length");
      assertThat(contents).containsExactly("hello", "hello", "5\r\nhello\r\n0\r\n\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 10})
  default void brokenRequestBodyIsReportedAndNeverLooksComplete(long length) throws Exception {
    CompletableFuture<String> end = new CompletableFuture<>();
    InputStream breaking =
        new InputStream() {
          private int left = 4;

          @Override
          public int read() throws IOException {
            if (left-- > 0) {
              return 'x';
            }
            throw new IOException("gone");
          }

          @Override
          public int read(byte[] target, int offset, int count) throws IOException {
            target[offset] = (byte) read();
            return 1;
          }
        };
    try (RawUpstream upstream =
        new RawUpstream(
            peer -> {
              peer.readHead();
              try {
                end.complete(peer.readToEnd());
              } catch (IOException e) {
                end.complete("reset");
              }
            })) {
      UpstreamException failure =
          failure(post(upstream.origin(), Body.Stream.of(breaking, length)));
      assertThat(failure.kind()).isEqualTo(Kind.REQUEST_BODY_FAILED);
      assertThat(end.get()).doesNotContain("0\r\n\r\n");
    }
  }

  @Test
  default void responseSentBeforeTheWholeRequestIsReceived() throws Exception {
    Gate heard = new Gate();
    try (UpstreamClient client = newClient();
        RawUpstream upstream =
            new RawUpstream(
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 413 No\r\nContent-Length: 0\r\n\r\n");
                  heard.pass();
                })) {
      Body body = Body.Stream.of(new EndlessStream(), -1);
      UpstreamRequest request = post(upstream.origin(), body);
      try (UpstreamResponse response = client.send(request)) {
        assertThat(response.head().status()).isEqualTo(413);
        heard.open();
      }
    }
  }

  private static Body stream(byte[] content, long length) {
    return Body.Stream.of(new ByteArrayInputStream(content), length);
  }
}
