package io.apibuddy.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.contract.RecordingNotices;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.util.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that name resolution cannot lead a request to an address where it must not go. */
class UpstreamAddressesTest {
  private final RecordingNotices notices = new RecordingNotices();
  private final UpstreamAddresses addresses = new UpstreamAddresses(notices);

  private List<String> resolved(String host, String... answers) {
    Promise.Completable<List<InetSocketAddress>> usable = new Promise.Completable<>();
    addresses
        .of((name, port, context, promise) -> promise.succeeded(sockets(port, answers)))
        .resolve(host, 443, Map.of(), usable);
    return usable.join().stream().map(one -> one.getAddress().getHostAddress()).toList();
  }

  private static List<InetSocketAddress> sockets(int port, String... answers) {
    List<InetSocketAddress> sockets = new ArrayList<>();
    for (String answer : answers) {
      try {
        sockets.add(new InetSocketAddress(InetAddress.getByName(answer), port));
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException(e);
      }
    }
    return sockets;
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "::ffff:169.254.169.254", "fd00:ec2::254"})
  void nameNeverLeadsToAMetadataAddressOfACloud(String address) {
    for (String host : List.of("api.example.com", "metadata.internal", "api.example.com")) {
      assertThatThrownBy(() -> resolved(host, address))
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(ConnectException.class);
    }
    assertThat(notices.codes()).containsExactly("upstream-refused", "upstream-refused");
    assertThat(resolved("other.internal", address, "10.0.0.1")).containsExactly("10.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "169.254.1.2", "0.0.0.0"})
  void publicNameThatLeadsToThisMachineIsReportedOnce(String address) {
    for (int times = 0; times < 2; times++) {
      assertThat(resolved("api.example.com", address)).containsExactly(address);
    }
    assertThat(notices.reported())
        .singleElement()
        .satisfies(
            notice -> assertThat(notice.message()).contains("api.example.com resolves to this"));
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 127.0.0.1",
    "box, 127.0.0.1",
    "host.containers.internal, 169.254.1.2",
    "api.test, 127.0.0.1",
    "api.example.com, 10.0.0.1",
    "api.example.com, 93.184.216.34",
    "169.254.169.254, 169.254.169.254"
  })
  void expectedAddressIsNotReported(String host, String address) {
    assertThat(resolved(host, address)).containsExactly(address);
    assertThat(notices.reported()).isEmpty();
  }

  @Test
  void failedResolutionIsPassedOn() {
    Promise.Completable<List<InetSocketAddress>> usable = new Promise.Completable<>();
    addresses
        .of((name, port, context, promise) -> promise.failed(new UnknownHostException(name)))
        .resolve("api.example.com", 443, Map.of(), usable);

    assertThatThrownBy(usable::join).hasCauseInstanceOf(UnknownHostException.class);
  }
}
