package io.apibuddy.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamException.Kind;
import io.apibuddy.ports.upstream.UpstreamException.RequestSent;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests which kind and message of failure an exception of the HTTP client becomes. */
class UpstreamExceptionsTest {

  static Stream<Arguments> failuresBeforeAConnection() {
    return Stream.of(
        arguments(new UnknownHostException(), Kind.UNKNOWN_HOST),
        arguments(new SocketTimeoutException(), Kind.CONNECT_TIMEOUT),
        arguments(new TimeoutException(), Kind.CONNECT_TIMEOUT),
        arguments(new RejectedExecutionException(), Kind.SATURATED),
        arguments(new SocketException("Too many open files"), Kind.TOO_MANY_FILES),
        arguments(
            new IOException(new SocketException("Too many open files in system")),
            Kind.TOO_MANY_FILES),
        arguments(new ConnectException(), Kind.CONNECT_FAILED));
  }

  @ParameterizedTest
  @MethodSource("failuresBeforeAConnection")
  void failureBeforeAConnectionMeansThatNothingWasSent(Exception cause, Kind kind) {
    UpstreamException reported = UpstreamExceptions.of(cause);

    assertThat(reported.kind()).isEqualTo(kind);
    assertThat(reported.requestSent()).isEqualTo(RequestSent.NO);
    assertThat(reported).hasCause(cause);
  }

  static Stream<Arguments> failuresBeforeATunnel() {
    return Stream.of(
        arguments(new UnknownHostException(), Kind.CONNECT_FAILED, "the forward proxy's host name"),
        arguments(new TimeoutException(), Kind.CONNECT_TIMEOUT, "the forward proxy could not be"),
        arguments(
            new ConnectException(), Kind.CONNECT_FAILED, "no connection to the forward proxy"),
        arguments(new SocketException("Too many open files"), Kind.TOO_MANY_FILES, "the process"),
        arguments(new RejectedExecutionException(), Kind.SATURATED, "all connections"));
  }

  @ParameterizedTest
  @MethodSource("failuresBeforeATunnel")
  void failureOnTheWayToAForwardProxyNamesTheProxy(Exception cause, Kind kind, String beginning) {
    UpstreamException reported = UpstreamExceptions.beforeTunnel(cause);

    assertThat(reported.kind()).isEqualTo(kind);
    assertThat(reported).hasMessageStartingWith(beginning);
  }

  static Stream<Arguments> failedHandshakes() {
    String expired = ": the upstream's certificate has expired";
    String unknown = ": the authority that issued the upstream's certificate is not trusted";
    Throwable later = new CertificateExpiredException().initCause(new CertPathBuilderException());
    return Stream.of(
        arguments(expired, within(new CertificateExpiredException())),
        arguments(expired, within(new CertPathBuilderException(new CertificateExpiredException()))),
        arguments(expired, within(later)),
        arguments(
            ": the upstream's certificate is not valid yet",
            within(new CertificateNotYetValidException())),
        arguments(
            ": the upstream's certificate is for another name",
            within(new IOException("No subject alternative DNS name matching h found."))),
        arguments(
            ": the upstream's certificate is for another name",
            within(new IOException("No name matching h found"))),
        arguments(
            ": the upstream does not speak TLS; is it http://?",
            new SSLException("Unsupported or unrecognized SSL message")),
        arguments(unknown, within(new CertPathBuilderException())),
        arguments(
            ": the upstream answered with the alert certificate_required",
            new SSLHandshakeException(
                "(certificate_required) Received fatal alert: certificate_required")),
        arguments(
            ": the upstream answered with the alert handshake_failure",
            new SSLHandshakeException("Received fatal alert: handshake_failure")),
        arguments("", new IOException("Connection reset")),
        arguments("", new IOException()));
  }

  @ParameterizedTest
  @MethodSource("failedHandshakes")
  void aFailedHandshakeSaysWhatIsWrongWithTheCertificate(String why, Exception cause) {
    UpstreamException reported = UpstreamExceptions.tlsFailed(cause);

    assertThat(reported).hasMessage("the TLS handshake failed" + why).hasCause(cause);
    assertThat(reported.kind()).isEqualTo(Kind.TLS_FAILED);
  }

  /** An exception may be the cause of its own cause. */
  @Test
  void circularCausesDoNotLoopForEver() {
    IOException one = new IOException();
    Throwable unused = one.initCause(new IOException(one));

    assertThat(UpstreamExceptions.tlsFailed(one)).hasMessage("the TLS handshake failed");
  }

  /** Returns the exception that the JDK throws for a reason. */
  private static Throwable within(Throwable reason) {
    Throwable path = new CertPathValidatorException("validity check failed", reason);
    return new SSLHandshakeException("PKIX path validation failed").initCause(path);
  }
}
