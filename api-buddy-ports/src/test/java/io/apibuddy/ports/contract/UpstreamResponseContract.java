package io.apibuddy.ports.contract;

import static io.apibuddy.ports.contract.UpstreamRequests.OK;
import static io.apibuddy.ports.contract.UpstreamRequests.PATIENT;
import static io.apibuddy.ports.contract.UpstreamRequests.get;
import static io.apibuddy.ports.contract.UpstreamRequests.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamException.Kind;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract tests for {@link UpstreamClient}: how it reads a response, complete or broken. */
public interface UpstreamResponseContract extends UpstreamClientFactory {

  @Test
  default void responseIsReturnedExactlyAsReceived() throws Exception {
    String answer =
        "HTTP/1.1 302 Elsewhere\r\nLocation: /b\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2"
            + "\r\nContent-Encoding: gzip\r\nContent-Type: Text/Plain\r\nX-Latin: \u00e9\r\n"
            + "Connection: close\r\nContent-Length: 3\r\n\r\nraw";
    try (UpstreamClient client = newClient();
        RawUpstream upstream = new RawUpstream(RawUpstream.answering(answer));
        UpstreamResponse response = client.send(get(upstream.origin()))) {
      assertThat(response.head())
          .isEqualTo(
              new ResponseHead(
                  302,
                  Headers.of(
                      "Location",
                      "/b",
                      "Set-Cookie",
                      "a=1",
                      "Set-Cookie",
                      "b=2",
                      "Content-Encoding",
                      "gzip",
                      "Content-Type",
                      "Text/Plain",
                      "X-Latin",
                      "\u00e9",
                      "Connection",
                      "close",
                      "Content-Length",
                      "3")));
      assertThat(response.version()).isEqualTo(ProtocolVersion.HTTP_1_1);
      assertThat(response.body().length()).isEqualTo(3);
      assertThat(text(response)).isEqualTo("raw");
      assertThat(upstream.connections()).isEqualTo(1);
    }
  }

  @Test
  default void everyBodyFramingIsUnderstood() throws Exception {
    List<String> answers =
        List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\nhello",
            "HTTP/1.0 200 OK\r\n\r\nhello");
    for (String answer : answers) {
      try (UpstreamClient client = newClient();
          RawUpstream upstream = new RawUpstream(RawUpstream.once(answer));
          UpstreamResponse response = client.send(get(upstream.origin()))) {
        assertThat(text(response)).as(answer).isEqualTo("hello");
      }
    }
  }

  @Test
  default void trailersAreAvailableAfterTheBody() throws Exception {
    String answer =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n";
    try (UpstreamClient client = newClient();
        RawUpstream upstream = new RawUpstream(RawUpstream.answering(answer));
        UpstreamResponse response = client.send(get(upstream.origin()))) {
      assertThat(text(response)).isEqualTo("ok");
      assertThat(((Body.Stream) response.body()).trailers()).isEqualTo(Headers.of("X-Sum", "7"));
    }
  }

  @Test
  default void interimResponsesArePassedToTheObserver() throws Exception {
    String answer =
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK;
    List<ResponseHead> interim = new ArrayList<>();
    try (UpstreamClient client = newClient();
        RawUpstream upstream = new RawUpstream(RawUpstream.answering(answer));
        UpstreamResponse response =
            client.send(
                new UpstreamRequest(
                    "alias",
                    upstream.origin(),
                    "GET",
                    "/",
                    Headers.EMPTY,
                    Body.EMPTY,
                    PATIENT,
                    false,
                    interim::add))) {
      assertThat(text(response)).isEqualTo("ok");
      assertThat(interim)
          .containsExactly(
              new ResponseHead(100, Headers.EMPTY),
              new ResponseHead(103, Headers.of("Link", "</a>")));
    }
  }

  @Test
  default void readReturnsTheBytesThatHaveArrived() throws Exception {
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    try (UpstreamClient client = newClient();
        RawUpstream upstream =
            new RawUpstream(
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                  while (true) {
                    peer.send(events.take());
                  }
                });
        UpstreamResponse response = client.send(get(upstream.origin()))) {
      byte[] buffer = new byte[100];
      InputStream stream = response.body().stream();
      events.add("3\r\none\r\n");
      assertThat(stream.read(buffer)).isEqualTo(3);
      events.add("5\r\nthree\r\n");
      assertThat(stream.read(buffer)).isEqualTo(5);
      events.add("0\r\n\r\n");
      assertThat(stream.read(buffer)).isEqualTo(-1);
    }
  }

  @Test
  default void availableTellsHowMuchContentHasArrived() throws Exception {
    Gate asked = new Gate();
    RawUpstream.Conversation inTwoPieces =
        peer -> {
          peer.readHead();
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");
          asked.pass();
          peer.send("here");
        };
    try (RawUpstream upstream = new RawUpstream(inTwoPieces);
        UpstreamClient client = newClient();
        UpstreamResponse response = client.send(get(upstream.origin()))) {
      InputStream content = response.body().stream();
      assertThat(content.available()).isZero();
      asked.open();
      long start = System.nanoTime();
      while (content.available() < 4 && System.nanoTime() - start < 30_000_000_000L) {
        Thread.onSpinWait();
      }

      assertThat(content.available()).isEqualTo(4);
      assertThat(text(response)).isEqualTo("here");
      assertThat(content.available()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n100000000000000005\r\nhello\r\n",
      })
  default void truncatedOrMalformedBodyEndsInAnError(String answer) throws Exception {
    try (UpstreamClient client = newClient();
        RawUpstream upstream = new RawUpstream(RawUpstream.once(answer));
        UpstreamResponse response = client.send(get(upstream.origin()))) {
      assertThatThrownBy(() -> text(response)).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\n\r\nhello",
        "HTTP/1.0 200 OK\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
      })
  default void bodyEndsInAnErrorWhenTheConnectionIsReset(String answer) throws Exception {
    Gate read = new Gate();
    try (UpstreamClient client = newClient();
        RawUpstream upstream =
            new RawUpstream(
                peer -> {
                  peer.readHead();
                  peer.send(answer);
                  read.pass();
                  peer.reset();
                });
        UpstreamResponse response = client.send(get(upstream.origin()))) {
      InputStream stream = response.body().stream();
      assertThat(stream.readNBytes(5)).hasSize(5);
      read.open();
      assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
    }
  }

  /** The client is still writing when the connection is reset. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\n\r\nhello",
        "HTTP/1.0 200 OK\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
      })
  default void bodyEndsInAnErrorWhenTheConnectionIsResetDuringTheRequest(String answer)
      throws Exception {
    for (Body upload : longUploads()) {
      Gate read = new Gate();
      try (UpstreamClient client = newClient();
          RawUpstream upstream =
              RawUpstream.withLittleRoom(
                  peer -> {
                    peer.readHead();
                    peer.send(answer);
                    read.pass();
                    peer.reset();
                  });
          UpstreamResponse response = client.send(post(upstream, upload))) {
        InputStream stream = response.body().stream();
        assertThat(stream.readNBytes(5)).hasSize(5);
        read.open();
        assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
      }
    }
  }

  /**
   * The content fits into the socket's receive buffer, since a reset discards what was not sent
   * yet.
   */
  @ParameterizedTest
  @ValueSource(strings = {"", "Content-Length: 30000\r\n"})
  default void bodyThatEndedBeforeTheResetIsComplete(String framing) throws Exception {
    String answer = "HTTP/1.1 200 OK\r\n" + framing + "\r\n" + "x".repeat(30_000);
    for (Body upload : longUploads()) {
      Gate over = new Gate();
      try (UpstreamClient client = newClient();
          RawUpstream upstream =
              RawUpstream.withLittleRoom(
                  peer -> {
                    peer.readHead();
                    peer.send(answer);
                    peer.end();
                    peer.reset();
                    over.open();
                  });
          UpstreamResponse response = client.send(post(upstream, upload))) {
        over.pass();
        assertThat(text(response)).hasSize(30_000);
      }
    }
  }

  private static List<Body> longUploads() {
    byte[] content = new byte[8 << 20];
    return List.of(
        new Body.Bytes(content),
        Body.Stream.of(new ByteArrayInputStream(content), content.length),
        Body.Stream.of(new ByteArrayInputStream(content), -1));
  }

  private static UpstreamRequest post(RawUpstream upstream, Body upload) {
    return UpstreamRequests.request(upstream.origin(), "POST", "/", Headers.EMPTY, upload, PATIENT);
  }

  @Test
  default void oversizedTrailerSectionEndsInAnError() throws Exception {
    String answer =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n"
            + "X: y\r\n".repeat(1 << 15)
            + "\r\n";
    try (UpstreamClient client = newClient();
        RawUpstream upstream = new RawUpstream(RawUpstream.answering(answer));
        UpstreamResponse response = client.send(get(upstream.origin()))) {
      assertThatThrownBy(() -> text(response)).isInstanceOf(IOException.class);
    }
  }

  @Test
  default void oversizedHeadOrTooManyInterimResponsesAreInvalid() throws Exception {
    String large = "HTTP/1.1 200 OK\r\nX: " + "a".repeat(1 << 17) + "\r\n\r\n";
    assertThat(failureOf(RawUpstream.answering(large))).isEqualTo(Kind.INVALID_RESPONSE);
    String many = "HTTP/1.1 200 OK\r\n" + "a:\r\n".repeat(1 << 15) + "\r\n";
    assertThat(failureOf(RawUpstream.answering(many))).isEqualTo(Kind.INVALID_RESPONSE);
    String flood = "HTTP/1.1 102 Wait\r\n\r\n".repeat(1000) + OK;
    assertThat(failureOf(RawUpstream.answering(flood))).isEqualTo(Kind.INVALID_RESPONSE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH\r\n\r\n",
        "HTTP/2.0 200 OK\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 abc OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nhello",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX : y\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\u0000b\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        "hello, this is HTTP/0.9",
        "\u0000\u0000\u0006\u0004\u0000\u0000\u0000\u0000\u0000\u0000\u0003\u0000\u0000\u0000d",
        "HTTP/1.1 200 OK\r\nX\u0001Y: z\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\u0001b\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\rb\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n: nameless\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 0x5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 5 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding:\r\n\r\n0\r\n\r\n",
      })
  default void malformedResponseIsReportedAsInvalid(String answer) throws Exception {
    assertThat(failureOf(RawUpstream.answering(answer))).isEqualTo(Kind.INVALID_RESPONSE);
  }
}
