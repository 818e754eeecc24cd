package io.apibuddy.domain.problem;

import io.apibuddy.ports.upstream.UpstreamException;
import java.net.URI;

/** Problems of requests that an upstream failed to answer, each with its cause and its remedy. */
public final class UpstreamProblems {

  private UpstreamProblems() {}

  /**
   * Returns the problem that a client gets when the upstream has not answered.
   *
   * @param origin scheme and host of the mapping's upstream
   */
  public static Problem of(UpstreamException failure, URI origin) {
    String host = shown(origin.getHost());
    return switch (failure.kind()) {
      case UNKNOWN_HOST ->
          badGateway(
              "upstream_unknown_host",
              "The upstream's host name "
                  + host
                  + " cannot be resolved. Check the mapping's"
                  + " upstream and the network.");
      case CONNECT_FAILED ->
          badGateway(
              "upstream_unreachable",
              "Cannot connect to the upstream "
                  + host
                  + ". Check the mapping's upstream, whether it is running, and"
                  + " server.upstream_proxy if that is set.");
      case TLS_FAILED ->
          badGateway(
              "upstream_tls_failed",
              "The TLS handshake with the upstream "
                  + host
                  + " failed: its certificate is not trusted, not valid or for another name, it"
                  + " requires a client certificate, or it does not speak TLS (http:// instead"
                  + " of https://?); the log may say which. To trust an authority of your own,"
                  + " set server.upstream_ca_file.");
      case CONNECT_TIMEOUT ->
          timeout(
              "upstream_connect_timeout",
              "The upstream "
                  + host
                  + " was not reached within server.connect_timeout or server.request_timeout,"
                  + " whichever is shorter.");
      case RESPONSE_TIMEOUT ->
          timeout(
              "upstream_timeout",
              "The upstream " + host + " did not answer within server.request_timeout.");
      case SENDING_TIMEOUT ->
          timeout(
              "upstream_timeout",
              "The upstream "
                  + host
                  + " accepted no more of the request within server.upstream_idle_timeout.");
      case STALE_CONNECTION, CONNECTION_CLOSED ->
          badGateway(
              "upstream_closed",
              "The upstream "
                  + host
                  + " closed the connection before it answered."
                  + perhapsTls(origin));
      case INVALID_RESPONSE ->
          badGateway(
              "upstream_invalid_response",
              "What the upstream "
                  + host
                  + " sent is not valid HTTP; the log says in which part."
                  + perhapsTls(origin));
      case CLIENT_FAILED ->
          badGateway(
              "upstream_client_failed",
              "What asks the upstream "
                  + host
                  + " failed because of a bug of its own; the log says which and where.");
      case REQUEST_BODY_FAILED -> Problems.unreadable(failure.getCause());
      case SATURATED -> Problems.saturated();
      case TOO_MANY_FILES -> Problems.tooManyFiles();
      case CLOSED -> Problems.shuttingDown();
    };
  }

  /**
   * Returns the same problem for a request whose stored response must not be used without
   * validation: a 502 becomes a 504 (RFC 9111 section 5.2.2.2).
   */
  public static Problem notValidated(Problem cause) {
    return cause.status() == 502
        ? timeout(
            cause.errorCode(),
            cause.detail() + " The stored response must be validated before it is used.")
        : cause;
  }

  /** A name tells the user which upstream it is; an address is nobody else's business. */
  private static String shown(String host) {
    boolean address =
        host.startsWith("[") || host.chars().allMatch(c -> c == '.' || Character.isDigit(c));
    return address ? "of this alias" : host;
  }

  /** A TLS server closes a plain HTTP connection, or answers it with an alert. */
  private static String perhapsTls(URI origin) {
    return "http".equals(origin.getScheme())
        ? " If this happens each time, it may expect TLS: map it with https://."
        : "";
  }

  private static Problem badGateway(String errorCode, String detail) {
    return Problem.of(502, errorCode, "Bad gateway", detail).retryable();
  }

  private static Problem timeout(String errorCode, String detail) {
    return Problem.of(504, errorCode, "Gateway timeout", detail).retryable();
  }
}
