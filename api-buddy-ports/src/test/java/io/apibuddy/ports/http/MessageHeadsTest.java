package io.apibuddy.ports.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MessageHeadsTest {

  private static RequestHead request(String method, String target) {
    return new RequestHead(method, target, ProtocolVersion.HTTP_1_1, Headers.EMPTY);
  }

  @Test
  void everyTokenIsAcceptedAsAMethod() {
    assertThat(request("GET", "/").method()).isEqualTo("GET");
    assertThat(request("m-search", "*").method()).isEqualTo("m-search");
  }

  @Test
  void methodThatIsNoTokenIsRefused() {
    for (String method : List.of("", "GE T", "GET\r\n", "G\u00c9T", "GET/")) {
      assertThatThrownBy(() -> request(method, "/")).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aTargetWithWhiteSpaceOrControlsIsRefused() {
    for (String target : List.of("", " ", "/a b", "/\r\nHost: x", "/\t", "/\0", "/\u007f")) {
      assertThatThrownBy(() -> request("GET", target)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(request("GET", "http://h/p?q#").target()).isEqualTo("http://h/p?q#");
  }

  @Test
  void equalityOfHeadsRegardsTheirPartsButNotTheirAttachments() {
    RequestHead head = request("GET", "/");
    head.attach("worked out");

    assertThat(head).isEqualTo(request("GET", "/")).hasSameHashCodeAs(request("GET", "/"));
    assertThat(head).isNotEqualTo(request("HEAD", "/")).isNotEqualTo(request("GET", "/x"));
    assertThat(head)
        .isNotEqualTo(new RequestHead("GET", "/", ProtocolVersion.HTTP_1_0, Headers.EMPTY));
    assertThat(head)
        .isNotEqualTo(new RequestHead("GET", "/", ProtocolVersion.HTTP_1_1, Headers.of("A", "1")));
  }

  @Test
  void lastAttachmentIsFoundByItsType() {
    RequestHead head = request("GET", "/");
    assertThat(head.attachment(Object.class)).isNull();

    head.attach("worked out");
    assertThat(head.attachment(String.class)).isEqualTo("worked out");
    assertThat(head.attachment(Integer.class)).isNull();
    head.attach(1);
    assertThat(head.attachment(String.class)).isNull();
  }

  @Test
  void statusWithoutThreeDigitsIsRefused() {
    for (int status : List.of(-1, 0, 99, 1000)) {
      assertThatThrownBy(() -> new ResponseHead(status, Headers.EMPTY))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(Integer.toString(status));
    }
    assertThat(new ResponseHead(999, Headers.EMPTY).withHeaders(Headers.of("A", "1")))
        .isEqualTo(new ResponseHead(999, Headers.of("A", "1")));
  }

  @Test
  void rejectionWithoutAnErrorStatusIsRefused() {
    for (int status : List.of(200, 399, 600)) {
      assertThatThrownBy(() -> new Rejection(status, "reason"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
