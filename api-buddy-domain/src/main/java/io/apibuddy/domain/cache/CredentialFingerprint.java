package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.KeyConfiguration;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes credentials comparable without keeping them: HMAC-SHA-256 with a secret of the store's own.
 * Safe for concurrent use.
 */
public final class CredentialFingerprint {

  /** How many recent results are remembered, so that a hit need not hash. */
  private static final int REMEMBERED = 256;

  private final SecretKeySpec secret;
  private final CredentialNames fields;
  private final Map<String, String> recent = new ConcurrentHashMap<>();

  /**
   * Makes a fingerprint function.
   *
   * @param secret at least 16 bytes
   * @param key says which fields hold credentials
   */
  public CredentialFingerprint(byte[] secret, KeyConfiguration key) {
    this.secret = new SecretKeySpec(secret, "HmacSHA256");
    this.fields = new CredentialNames(key);
  }

  /**
   * Returns whether a field holds credentials.
   *
   * @param lowerCaseName its name in lower case
   */
  public boolean isCredential(String lowerCaseName) {
    return fields.test(lowerCaseName);
  }

  /** Returns 32 hexadecimal digits that stand for {@code credential}. */
  public String of(String credential) {
    String known = recent.get(credential);
    if (known != null) {
      return known;
    }
    String made = compute(credential);
    if (recent.size() >= REMEMBERED) {
      recent.clear();
    }
    recent.put(credential, made);
    return made;
  }

  private String compute(String credential) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      byte[] full = mac.doFinal(credential.getBytes(StandardCharsets.ISO_8859_1));
      return HexFormat.of().formatHex(full, 0, 16);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
