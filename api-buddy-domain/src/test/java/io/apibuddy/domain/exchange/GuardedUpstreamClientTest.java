package io.apibuddy.domain.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.domain.Mistakes;
import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.contract.UpstreamRequests;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.upstream.UpstreamCall;
import io.apibuddy.ports.upstream.UpstreamCallback;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamException.Kind;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked // adapters in languages without null checks
class GuardedUpstreamClientTest {
  private static final UpstreamRequest REQUEST = UpstreamRequests.get(URI.create("http://up.test"));

  private final RecordingNotices notices = new RecordingNotices();
  private final List<UpstreamResponse> answers = new ArrayList<>();
  private final List<UpstreamException> failures = new ArrayList<>();
  private int closed;

  private final UpstreamCallback callback =
      new UpstreamCallback() {
        @Override
        public void answered(UpstreamResponse response) {
          answers.add(response);
        }

        @Override
        public void failed(UpstreamException failure) {
          failures.add(failure);
        }
      };

  /** The part that a response lacks. */
  private enum Part {
    HEAD,
    VERSION,
    BODY,
    STREAM
  }

  private UpstreamResponse response(int status, Body body) {
    return new Response(new ResponseHead(status, Headers.EMPTY), ProtocolVersion.HTTP_1_1, body);
  }

  private UpstreamResponse without(Part part) {
    return new Response(
        part == Part.HEAD ? null : new ResponseHead(200, Headers.EMPTY),
        part == Part.VERSION ? null : ProtocolVersion.HTTP_1_1,
        part == Part.BODY ? null : part == Part.STREAM ? content(null, null) : Body.EMPTY);
  }

  private static Body content(InputStream stream, Headers trailers) {
    return new Body.Stream() {
      @Override
      public long length() {
        return -1;
      }

      @Override
      public InputStream stream() {
        return stream;
      }

      @Override
      public Headers trailers() {
        return trailers;
      }

      @Override
      public void close() {}
    };
  }

  private class Response implements UpstreamResponse {
    private final ResponseHead head;
    private final ProtocolVersion version;
    private final Body body;

    Response(ResponseHead head, ProtocolVersion version, Body body) {
      this.head = head;
      this.version = version;
      this.body = body;
    }

    @Override
    public ResponseHead head() {
      return head;
    }

    @Override
    public ProtocolVersion version() {
      return version;
    }

    @Override
    public Body body() {
      return body;
    }

    @Override
    public void close() {
      closed++;
    }
  }

  private UpstreamClient sending(UpstreamResponse response) {
    return guarded(response, (request, told) -> () -> {});
  }

  private UpstreamClient beginning(
      BiFunction<UpstreamRequest, UpstreamCallback, UpstreamCall> begin) {
    return guarded(null, begin);
  }

  private UpstreamClient guarded(
      UpstreamResponse response,
      BiFunction<UpstreamRequest, UpstreamCallback, UpstreamCall> begin) {
    UpstreamClient client =
        new UpstreamClient() {
          @Override
          public UpstreamResponse send(UpstreamRequest request) {
            return response;
          }

          @Override
          public UpstreamCall begin(UpstreamRequest request, UpstreamCallback told) {
            return begin.apply(request, told);
          }

          @Override
          public void close() {}
        };
    return new GuardedUpstreamClient(client, notices);
  }

  private void assertFailed(UpstreamException failure) {
    assertThat(failure.kind()).isEqualTo(Kind.CLIENT_FAILED);
    assertReported();
  }

  private void assertReported() {
    assertThat(notices.codes()).contains("upstream-client-failed");
  }

  @ParameterizedTest
  @EnumSource
  void responseThatLacksAPartIsAFailureAndIsClosed(Part part) {
    assertFailed(UpstreamRequests.failure(sending(without(part)), REQUEST));
    assertThat(closed).isEqualTo(1);
    assertThat(notices.reported().get(0).message())
        .contains(part == Part.STREAM ? "a body without a stream" : Response.class.getName());
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 101, 103, 199})
  void anInterimResponseIsNotTakenForTheFinalOne(int status) {
    UpstreamResponse interim = response(status, Body.EMPTY);
    assertFailed(UpstreamRequests.failure(sending(interim), REQUEST));
    beginning(
            (request, told) -> {
              told.answered(interim);
              return () -> {};
            })
        .begin(REQUEST, callback);
    assertThat(failures).extracting(UpstreamException::kind).containsExactly(Kind.CLIENT_FAILED);
    assertThat(closed).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("io.apibuddy.domain.Mistakes#all")
  void anyExceptionWhileReadingContentBecomesAnIOException(Throwable mistake) throws Exception {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() {
            throw Mistakes.unchecked(mistake);
          }

          @Override
          public int read(byte[] target, int offset, int count) {
            throw Mistakes.unchecked(mistake);
          }

          @Override
          public int available() {
            throw Mistakes.unchecked(mistake);
          }
        };
    UpstreamResponse response =
        sending(response(200, content(broken, Headers.EMPTY))).send(REQUEST);
    InputStream stream = response.body().stream();
    assertThatThrownBy(() -> stream.read(new byte[9])).isInstanceOf(IOException.class);
    assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
    assertThatThrownBy(stream::available).isInstanceOf(IOException.class);
    assertThat(notices.codes().isEmpty()).isEqualTo(mistake instanceof IOException);
  }

  @Test
  void interruptionWhileReadingLeavesTheThreadInterrupted() throws Exception {
    InputStream waiting =
        new InputStream() {
          @Override
          public int read() {
            throw Mistakes.unchecked(new InterruptedException());
          }

          @Override
          public int read(byte[] target, int offset, int count) {
            throw Mistakes.unchecked(new InterruptedException());
          }
        };
    UpstreamResponse response =
        sending(response(200, content(waiting, Headers.EMPTY))).send(REQUEST);
    assertThatThrownBy(response.body().stream()::read).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(notices.codes()).isEmpty();
  }

  @Test
  void nullInsteadOfTrailersIsTakenForNone() throws Exception {
    Body body = content(InputStream.nullInputStream(), null);
    Body.Stream whole = (Body.Stream) sending(response(200, body)).send(REQUEST).body();
    assertThat(whole.stream().read()).isEqualTo(-1);
    assertThat(whole.trailers()).isEqualTo(Headers.EMPTY);
    assertReported();
  }

  @ParameterizedTest
  @MethodSource("io.apibuddy.domain.Mistakes#all")
  void exceptionsOnClosingOrCancellingAreReportedAndNotThrown(Throwable mistake) throws Exception {
    UpstreamResponse response =
        sending(
                new Response(
                    new ResponseHead(200, Headers.EMPTY), ProtocolVersion.HTTP_1_1, Body.EMPTY) {
                  @Override
                  public void close() {
                    throw Mistakes.unchecked(mistake);
                  }
                })
            .send(REQUEST);
    assertThatCode(response::close).doesNotThrowAnyException();
    UpstreamCall call =
        beginning(
                (request, told) ->
                    () -> {
                      throw Mistakes.unchecked(mistake);
                    })
            .begin(REQUEST, callback);
    assertThatCode(call::cancel).doesNotThrowAnyException();
    assertThat(notices.codes()).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("io.apibuddy.domain.Mistakes#all")
  void clientWhoseCanBeginThrowsIsUsedSynchronously(Throwable mistake) {
    UpstreamClient unsure =
        new UpstreamClient() {
          @Override
          public UpstreamResponse send(UpstreamRequest request) {
            return response(200, Body.EMPTY);
          }

          @Override
          public boolean canBegin() {
            throw Mistakes.unchecked(mistake);
          }

          @Override
          public void close() {}
        };
    assertThat(new GuardedUpstreamClient(unsure, notices).canBegin()).isFalse();
    assertReported();
  }

  @Test
  void nullInsteadOfAnAnswerIsAFailure() {
    beginning(
            (request, told) -> {
              told.answered(null);
              return () -> {};
            })
        .begin(REQUEST, callback);
    assertThat(failures).singleElement().satisfies(this::assertFailed);
  }

  @Test
  void nullInsteadOfAFailureIsAFailure() {
    beginning(
            (request, told) -> {
              told.failed(null);
              return () -> {};
            })
        .begin(REQUEST, callback);
    assertThat(failures).singleElement().satisfies(this::assertFailed);
  }

  @Test
  void nullInsteadOfACallIsAFailureAndItsLateAnswerIsClosed() {
    List<UpstreamCallback> late = new ArrayList<>();
    beginning(
            (request, told) -> {
              late.add(told);
              return null;
            })
        .begin(REQUEST, callback)
        .cancel();
    late.get(0).answered(response(200, Body.EMPTY));
    assertThat(failures).singleElement().satisfies(this::assertFailed);
    assertThat(answers).isEmpty();
    assertThat(closed).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("io.apibuddy.domain.Mistakes#all")
  void exceptionAfterTheAnswerIsReportedAndTheAnswerIsUsed(Throwable mistake) {
    beginning(
            (request, told) -> {
              told.answered(response(200, Body.EMPTY));
              throw Mistakes.unchecked(mistake);
            })
        .begin(REQUEST, callback);
    assertThat(answers).hasSize(1);
    assertThat(failures).isEmpty();
    assertReported();
  }

  @Test
  void exceptionOfTheCallbackIsNotReportedAsAFaultOfTheClient() {
    UpstreamClient client =
        beginning(
            (request, told) -> {
              told.failed(
                  new UpstreamException(
                      Kind.CONNECT_FAILED, UpstreamException.RequestSent.NO, "refused", null));
              return () -> {};
            });
    UpstreamCallback bug =
        new UpstreamCallback() {
          @Override
          public void answered(UpstreamResponse response) {}

          @Override
          public void failed(UpstreamException failure) {
            throw new IllegalStateException("bug");
          }
        };
    assertThatThrownBy(() -> client.begin(REQUEST, bug)).hasMessage("bug");
    assertThat(notices.codes()).isEmpty();
  }
}
