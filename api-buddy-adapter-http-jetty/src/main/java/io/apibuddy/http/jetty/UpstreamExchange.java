package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamException.Kind;
import io.apibuddy.ports.upstream.UpstreamException.RequestSent;
import io.apibuddy.ports.upstream.UpstreamRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpExchange;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * Listens to one exchange of Jetty's client: collects the head of the response, passes interim
 * responses on and judges whether the content that follows is whole.
 */
final class UpstreamExchange implements Response.Listener {

  private static final int MAX_INTERIM = 32;

  /** Bookkeeping that is under way on another thread when the last byte has been read. */
  private static final long SETTLE_SECONDS = 5;

  private final HttpRequest request;
  private final UpstreamRequest wanted;
  private final @Nullable OutgoingContent content;
  private final CompletableFuture<Content.Source> answered = new CompletableFuture<>();
  private final CountDownLatch received = new CountDownLatch(1);
  private final CountDownLatch completed = new CountDownLatch(1);
  private final EarlyContent early = new EarlyContent();
  private volatile Content.@Nullable Source source; // of an answer that came at once
  private volatile @Nullable UsedConnection connection;
  private volatile boolean sent;
  private Headers.Builder fields = Headers.builder();
  private int interim;
  private boolean supportedVersion;
  private volatile @Nullable ResponseHead head;
  private volatile ProtocolVersion version = ProtocolVersion.HTTP_1_1;
  private volatile Headers trailers = Headers.EMPTY;
  private volatile @Nullable String damage;

  UpstreamExchange(HttpRequest request, UpstreamRequest wanted, @Nullable OutgoingContent content) {
    this.request = request;
    this.wanted = wanted;
    this.content = content;
    request.onRequestBegin(
        begun -> connection = new UsedConnection(Objects.requireNonNull(begun.getConnection())));
    request.onRequestSuccess(written -> sent = true);
  }

  /** Sends the request and returns the future content of the final response. */
  CompletableFuture<Content.Source> start() {
    request.send(this);
    return answered;
  }

  HttpRequest request() {
    return request;
  }

  /** Returns the connection that the request went to, null before that. */
  @Nullable UsedConnection connection() {
    return connection;
  }

  @Nullable OutgoingContent content() {
    return content;
  }

  /** Returns for how many nanoseconds the upstream has not taken what was to be written. */
  long stalledFor(long now) {
    long since = content == null || sent ? 0 : content.writingSince();
    return since == 0 ? 0 : now - since;
  }

  /**
   * Returns the response, once there is a head.
   *
   * @param closed runs once, when it is closed
   */
  ReceivedResponse response(Content.Source content, Runnable closed) {
    ResponseHead complete = Objects.requireNonNull(head);
    return new ReceivedResponse(
        complete, version, this, content, lengthOf(complete), wanted.timeouts().idle(), closed);
  }

  private long lengthOf(ResponseHead complete) {
    String length =
        hasContent(complete.status()) ? complete.headers().first("Content-Length") : "0";
    return length == null ? -1 : Long.parseLong(length);
  }

  /** Returns what was taken in of the content. */
  EarlyContent early() {
    return early;
  }

  /** Returns the content if that is here, and nothing else is to come; null if it is to be read. */
  Body.@Nullable Bytes whole() {
    return early.isComplete() && damage == null && trailers.isEmpty()
        ? new Body.Bytes(early.toByteArray())
        : null;
  }

  /** Returns whether a response with that status has content (RFC 9112 section 6.3). */
  boolean hasContent(int status) {
    return !wanted.method().equals("HEAD")
        && status != HttpStatus.NO_CONTENT_204
        && status != HttpStatus.NOT_MODIFIED_304;
  }

  Headers trailers() {
    return trailers;
  }

  @Override
  public void onBegin(Response response) {
    version =
        response.getVersion() == HttpVersion.HTTP_1_0
            ? ProtocolVersion.HTTP_1_0
            : ProtocolVersion.HTTP_1_1;
    supportedVersion =
        response.getVersion() == HttpVersion.HTTP_1_0
            || response.getVersion() == HttpVersion.HTTP_1_1;
    fields = Headers.builder();
  }

  /** Leaves to Jetty only the field that says whether the connection is kept. */
  @Override
  public boolean onHeader(Response response, HttpField field) {
    String value = field.getValue();
    fields.add(field.getName(), value == null ? "" : value);
    return field.getHeader() == HttpHeader.CONNECTION;
  }

  @Override
  public void onHeaders(Response response) {
    ResponseHead came = new ResponseHead(response.getStatus(), fields.build());
    if (HttpStatus.isInterim(came.status())) {
      interim++;
      if (interim > MAX_INTERIM) {
        refuse("the upstream sends too many interim responses");
      } else {
        wanted.onInterim().accept(came);
      }
    } else if (isFramedBeyondDoubt(came)) {
      head = came;
    } else {
      refuse("the upstream's answer breaks HTTP's rules");
    }
  }

  /** RFC 9112 section 6.1: chunked and nothing else, and not in HTTP/1.0; 101 was not asked for. */
  private boolean isFramedBeyondDoubt(ResponseHead came) {
    String coding = came.headers().joined("Transfer-Encoding");
    return came.status() >= HttpStatus.OK_200
        && supportedVersion
        && (coding == null
            || (version == ProtocolVersion.HTTP_1_1 && coding.equalsIgnoreCase("chunked")));
  }

  private void refuse(String reason) {
    abort(new UpstreamException(Kind.INVALID_RESPONSE, RequestSent.PERHAPS, reason, null));
  }

  @Override
  public void onContentSource(Response response, Content.Source content) {
    if (early.takeIn(content, lengthOf(Objects.requireNonNull(head)))) {
      source = content;
    } else {
      answered.complete(content);
    }
  }

  @Override
  public void onSuccess(Response response) {
    if (HttpStatus.isInterim(response.getStatus())) {
      HttpExchange exchange = request.getConversation().getExchanges().peekLast();
      Objects.requireNonNull(exchange).resetResponse();
      return;
    }
    ConnectionWatch watch = Objects.requireNonNull(connection).watch();
    watch.responseEnded();
    ResponseHead complete = Objects.requireNonNull(head);
    if (watch.isBroken()) {
      damage = "the connection broke";
    } else if (watch.hasEnded() && complete.headers().contains("Transfer-Encoding")) {
      damage = "the connection ended before the last chunk did";
    }
    HttpFields lines = response.getTrailers();
    if (lines != null) {
      Headers.Builder builder = Headers.builder();
      lines.forEach(
          field -> builder.add(field.getName(), Objects.requireNonNullElse(field.getValue(), "")));
      trailers = builder.build();
    }
    received.countDown();
    if (content != null && !sent) {
      answerIfComplete(); // it may be answered early and never be taken whole
    }
  }

  @Override
  public void onFailure(Response response, Throwable failure) {
    damage = "the response broke off";
    UsedConnection used = connection;
    if (used != null) {
      used.freeze();
    }
    answered.completeExceptionally(failure);
    received.countDown();
  }

  @Override
  public void onComplete(Result result) {
    if (result.isFailed()) {
      answered.completeExceptionally(result.getFailure());
    }
    received.countDown();
    completed.countDown();
    // Its connection is in the pool by now, and still to be looked at for stray bytes.
    UsedConnection used = connection;
    if (used != null && source != null) {
      used.afterReading(this::answerIfComplete);
    }
  }

  private void answerIfComplete() {
    Content.Source complete = source;
    if (complete != null) {
      answered.complete(complete);
    }
  }

  /**
   * Returns if the content that was read to its end is all there is.
   *
   * @throws IOException if the end was none
   */
  void requireWhole() throws IOException {
    if (!settled(received)) {
      throw new InterruptedIOException("interrupted at the end of the response");
    }
    String reason = damage;
    if (reason != null) {
      throw new EOFException(reason);
    }
  }

  /** Lets go of the connection, to be kept if the exchange came to its end in both directions. */
  void letGo(boolean atEnd) {
    boolean handedOver = content == null || content.isExhausted();
    if (!atEnd || !handedOver || !settled(completed)) {
      abort(new IOException("given up"));
    }
  }

  private static boolean settled(CountDownLatch event) {
    if (event.getCount() == 0) {
      return true;
    }
    try {
      return event.await(SETTLE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends the exchange by a failure, unless it was answered. */
  void giveUp(UpstreamException reason) {
    if (answered.completeExceptionally(reason)) {
      abort(reason);
    }
  }

  /** Gives the exchange up and closes its connection; without effect after its end. */
  void abort(Throwable reason) {
    CompletableFuture<Boolean> unused = request.abort(reason);
  }
}
