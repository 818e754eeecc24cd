package io.apibuddy.http.jetty;

import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamException.Kind;
import io.apibuddy.ports.upstream.UpstreamException.RequestSent;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Translates the causes of failed exchanges into the port's exceptions. */
final class UpstreamExceptions {

  private static final int MAX_CAUSES = 16;

  /** The system's message in English; Java passes on only the text, no error number. */
  private static final String TOO_MANY_FILES = "Too many open files";

  /** The text before an alert's name in the JDK's messages; JDK 25 has the name before it, too. */
  private static final String ALERT = "Received fatal alert: ";

  private UpstreamExceptions() {}

  /** Returns the exception for an exchange that {@code cause} ended. */
  static UpstreamException of(Throwable cause) {
    return cause instanceof UpstreamException own ? own : beforeConnected(cause);
  }

  private static UpstreamException beforeConnected(Throwable cause) {
    if (cause instanceof UnknownHostException) {
      return failure(
          Kind.UNKNOWN_HOST, RequestSent.NO, "the upstream's host name has no address", cause);
    }
    if (cause instanceof SocketTimeoutException || cause instanceof TimeoutException) {
      return failure(
          Kind.CONNECT_TIMEOUT, RequestSent.NO, "the upstream could not be reached in time", cause);
    }
    if (cause instanceof RejectedExecutionException) {
      return saturated(cause);
    }
    if (causes(cause).stream().anyMatch(part -> text(part).startsWith(TOO_MANY_FILES))) {
      return failure(
          Kind.TOO_MANY_FILES,
          RequestSent.NO,
          "the process may not open more files or connections (ulimit -n)",
          cause);
    }
    return failure(
        Kind.CONNECT_FAILED, RequestSent.NO, "no connection to the upstream could be made", cause);
  }

  /** Returns the exception for a forward proxy that refused to open a tunnel. */
  static UpstreamException tunnelRefused(int status) {
    String why = status == 407 ? ", it requires other credentials" : "";
    return noTunnel("the forward proxy answered CONNECT with " + status + why, null);
  }

  /** Returns the exception for a forward proxy that opened no tunnel; {@code fault} says why. */
  static UpstreamException noTunnel(String fault, @Nullable Throwable cause) {
    return failure(Kind.CONNECT_FAILED, RequestSent.NO, fault, cause);
  }

  /** Returns the exception for a failure to connect by way of a forward proxy. */
  static UpstreamException beforeTunnel(Throwable cause) {
    UpstreamException usual = of(cause);
    return usual == cause
        ? usual
        : switch (usual.kind()) {
          case SATURATED, TOO_MANY_FILES -> usual;
          case UNKNOWN_HOST -> noTunnel("the forward proxy's host name has no address", cause);
          case CONNECT_TIMEOUT ->
              failure(
                  usual.kind(),
                  RequestSent.NO,
                  "the forward proxy could not be reached in time",
                  cause);
          default -> noTunnel("no connection to the forward proxy could be made", cause);
        };
  }

  static UpstreamException tlsFailed(Throwable cause) {
    return tlsFailed(RequestSent.NO, cause);
  }

  private static UpstreamException tlsFailed(RequestSent sent, Throwable cause) {
    return failure(Kind.TLS_FAILED, sent, "the TLS handshake failed" + why(cause), cause);
  }

  /** Returns the reason that the JDK gives, mostly only in messages; empty if it is not known. */
  private static String why(Throwable cause) {
    String why = "";
    for (Throwable part : causes(cause)) {
      String text = text(part);
      if (part instanceof CertificateExpiredException) {
        why = ": the upstream's certificate has expired";
      } else if (part instanceof CertificateNotYetValidException) {
        why = ": the upstream's certificate is not valid yet";
      } else if (text.contains("No subject alternative") || text.startsWith("No name matching")) {
        why = ": the upstream's certificate is for another name";
      } else if (part instanceof SSLException && text.contains("SSL message")) {
        why = ": the upstream does not speak TLS; is it http://?";
      } else if (part instanceof SSLException && text.contains(ALERT)) {
        why = ": the upstream answered with the alert " + text.replaceFirst(".*" + ALERT, "");
      } else if (part instanceof CertPathBuilderException && why.isEmpty()) {
        why = ": the authority that issued the upstream's certificate is not trusted";
      }
    }
    return why;
  }

  /** Returns an exception and its causes, up to a limit, because causes can form a cycle. */
  private static List<Throwable> causes(Throwable cause) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable part = cause;
        part != null && causes.size() < MAX_CAUSES;
        part = part.getCause()) {
      causes.add(part);
    }
    return causes;
  }

  private static String text(Throwable part) {
    return String.valueOf(part.getMessage());
  }

  /** Returns the exception for a request body that could not be read: the client's fault. */
  static UpstreamException unreadable(Exception cause) {
    return failure(
        Kind.REQUEST_BODY_FAILED,
        RequestSent.PERHAPS,
        "the request's body could not be read",
        cause);
  }

  /** Returns the exception for bytes that are no valid response; {@code fault} says why. */
  static UpstreamException invalid(@Nullable String fault) {
    return failure(Kind.INVALID_RESPONSE, RequestSent.PERHAPS, Objects.requireNonNull(fault), null);
  }

  /** Returns the exception for a kept connection that ended before any byte of a response. */
  static UpstreamException stale(Throwable cause) {
    return failure(
        Kind.STALE_CONNECTION, RequestSent.PERHAPS, "the kept connection had been closed", cause);
  }

  /**
   * Returns the exception for a connection that ended before the head was complete. In TLS 1.3 an
   * upstream may refuse the handshake in this way, for lack of a client certificate for example.
   */
  static UpstreamException connectionClosed(Throwable cause) {
    return why(cause).isEmpty()
        ? failure(
            Kind.CONNECTION_CLOSED,
            RequestSent.PERHAPS,
            "the upstream closed the connection before it answered",
            cause)
        : tlsFailed(RequestSent.PERHAPS, cause);
  }

  /** Returns the exception for a response that could not be taken in: the proxy's own fault. */
  static UpstreamException lost(Throwable cause) {
    return failure(
        Kind.CONNECTION_CLOSED,
        RequestSent.PERHAPS,
        "the upstream's answer could not be taken in",
        cause);
  }

  /** Returns the exception for an upstream all of whose connections are in use. */
  static UpstreamException saturated(@Nullable Throwable cause) {
    return failure(
        Kind.SATURATED, RequestSent.NO, "all connections to the upstream are in use", cause);
  }

  /** Returns the exception for a connection, TLS included, that did not come about in time. */
  static UpstreamException connectTimeout() {
    return failure(
        Kind.CONNECT_TIMEOUT, RequestSent.NO, "the upstream could not be reached in time", null);
  }

  /** Returns the exception for a response whose head did not arrive in time. */
  static UpstreamException responseTimeout() {
    return failure(
        Kind.RESPONSE_TIMEOUT, RequestSent.PERHAPS, "no answer from the upstream in time", null);
  }

  /** Returns the exception for an upstream that stopped reading the request's body. */
  static UpstreamException sendingTimeout() {
    return failure(
        Kind.SENDING_TIMEOUT,
        RequestSent.PERHAPS,
        "the upstream stopped reading the request",
        null);
  }

  /** Returns the exception for a request that cannot be sent as it is: the client's fault. */
  static UpstreamException unsendable(IllegalArgumentException cause) {
    return failure(
        Kind.REQUEST_BODY_FAILED,
        RequestSent.NO,
        "the request target is not well percent-encoded",
        cause);
  }

  /** Returns the exception for a client that is closed. */
  static UpstreamException closed(RequestSent sent) {
    return failure(Kind.CLOSED, sent, "the upstream client is closed", null);
  }

  /** Returns the exception for a request that its caller cancelled. */
  static UpstreamException givenUp() {
    return failure(Kind.CLOSED, RequestSent.PERHAPS, "the request was given up", null);
  }

  private static UpstreamException failure(
      Kind kind, RequestSent sent, String message, @Nullable Throwable cause) {
    return new UpstreamException(kind, sent, message, cause);
  }
}
