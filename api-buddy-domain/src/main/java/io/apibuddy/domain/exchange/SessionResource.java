package io.apibuddy.domain.exchange;

import io.apibuddy.domain.config.AccessKey;
import io.apibuddy.domain.security.Sessions;
import io.apibuddy.ports.admin.AdminRequest;
import io.apibuddy.ports.admin.AdminResource;
import io.apibuddy.ports.admin.AdminResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Begins and ends browser sessions. Every client that gets here has shown the key or needs none.
 *
 * @param key the key that admin resources require, null for none
 * @param authority the host and port by which the client addresses the proxy
 * @param now the ticker's nanoseconds
 */
record SessionResource(Sessions sessions, @Nullable AccessKey key, String authority, long now)
    implements AdminResource {

  @Override
  public Set<String> methods() {
    return Set.of("POST", "DELETE");
  }

  @Override
  public AdminResponse answer(AdminRequest request) {
    if (request.method().equals("DELETE")) {
      return AdminResponse.empty().with("Set-Cookie", sessions.end(request.headers(), authority));
    }
    return key == null
        ? AdminResponse.empty()
        : AdminResponse.empty().with("Set-Cookie", sessions.begin(key, authority, now));
  }
}
