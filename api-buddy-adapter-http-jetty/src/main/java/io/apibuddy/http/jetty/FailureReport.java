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

/** Tells in the port's terms why exchanges fail. */
final class FailureReport {

  private static final int MOST_CAUSES = 16;

  /** How the system says it in English; Java passes on its words and no number. */
  private static final String TOO_MANY_FILES = "Too many open files";

  /** What is ahead of an alert's name in the JDK; 25 has the name ahead of that, too. */
  private static final String ALERT = "Received fatal alert: ";

  private FailureReport() {}

  /** Returns what it means that an exchange ended by {@code cause}. */
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

  /** Returns that a forward proxy has refused to open a tunnel. */
  static UpstreamException tunnelRefused(int status) {
    String why = status == 407 ? ", it requires other credentials" : "";
    return noTunnel("the forward proxy answered CONNECT with " + status + why, null);
  }

  /** Returns that a forward proxy has not opened a tunnel, as {@code fault} says. */
  static UpstreamException noTunnel(String fault, @Nullable Throwable cause) {
    return failure(Kind.CONNECT_FAILED, RequestSent.NO, fault, cause);
  }

  /** Returns what it means that there came no connection by way of a forward proxy. */
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

  /** Returns what the JDK says in its exceptions, and for the most part in their texts alone. */
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

  /** Returns an exception and what is beneath it, which may go round in a circle. */
  private static List<Throwable> causes(Throwable cause) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable part = cause;
        part != null && causes.size() < MOST_CAUSES;
        part = part.getCause()) {
      causes.add(part);
    }
    return causes;
  }

  private static String text(Throwable part) {
    return String.valueOf(part.getMessage());
  }

  /** Returns that the request's own body could not be read: the client's fault. */
  static UpstreamException unreadable(Exception cause) {
    return failure(
        Kind.REQUEST_BODY_FAILED,
        RequestSent.PERHAPS,
        "the request's body could not be read",
        cause);
  }

  /** Returns that what came is no response, as {@code fault} says. */
  static UpstreamException invalid(@Nullable String fault) {
    return failure(Kind.INVALID_RESPONSE, RequestSent.PERHAPS, Objects.requireNonNull(fault), null);
  }

  /** Returns that a connection that was kept ended before anything came. */
  static UpstreamException stale(Throwable cause) {
    return failure(
        Kind.STALE_CONNECTION, RequestSent.PERHAPS, "the kept connection had been closed", cause);
  }

  /**
   * Returns that the connection ended before the head was complete. In TLS 1.3 that may be how the
   * upstream refuses the handshake, for want of a client certificate for example.
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

  /** Returns that an answer came and could not be taken in: the proxy's own fault. */
  static UpstreamException lost(Throwable cause) {
    return failure(
        Kind.CONNECTION_CLOSED,
        RequestSent.PERHAPS,
        "the upstream's answer could not be taken in",
        cause);
  }

  /** Returns that all connections are in use. */
  static UpstreamException saturated(@Nullable Throwable cause) {
    return failure(
        Kind.SATURATED, RequestSent.NO, "all connections to the upstream are in use", cause);
  }

  /** Returns that no connection, handshake included, came about in time. */
  static UpstreamException connectTimeout() {
    return failure(
        Kind.CONNECT_TIMEOUT, RequestSent.NO, "the upstream could not be reached in time", null);
  }

  /** Returns that the head of the response did not come in time. */
  static UpstreamException responseTimeout() {
    return failure(
        Kind.RESPONSE_TIMEOUT, RequestSent.PERHAPS, "no answer from the upstream in time", null);
  }

  /** Returns that nothing more was taken of the request's body in time. */
  static UpstreamException sendingTimeout() {
    return failure(
        Kind.SENDING_TIMEOUT,
        RequestSent.PERHAPS,
        "the upstream stopped reading the request",
        null);
  }

  /** Returns that the request itself cannot be put on the wire: the client's fault. */
  static UpstreamException unsendable(IllegalArgumentException cause) {
    return failure(
        Kind.REQUEST_BODY_FAILED,
        RequestSent.NO,
        "the request target is not well percent-encoded",
        cause);
  }

  /** Returns that the client is closed. */
  static UpstreamException closed(RequestSent sent) {
    return failure(Kind.CLOSED, sent, "the upstream client is closed", null);
  }

  /** Returns that whoever began the request does not want its answer any more. */
  static UpstreamException givenUp() {
    return failure(Kind.CLOSED, RequestSent.PERHAPS, "the request was given up", null);
  }

  private static UpstreamException failure(
      Kind kind, RequestSent sent, String message, @Nullable Throwable cause) {
    return new UpstreamException(kind, sent, message, cause);
  }
}
