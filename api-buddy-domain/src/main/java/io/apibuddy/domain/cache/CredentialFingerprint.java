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
 * Makes fingerprints of credentials, which can be compared without keeping the credentials:
 * HMAC-SHA-256 with the storage's own secret, cut to 128 bits. Safe for concurrent use.
 */
public final class CredentialFingerprint {

  /** The number of recent results that are remembered, so that a hit need not hash. */
  private static final int MAX_RECENT = 256;

  private final SecretKeySpec secret;
  private final CredentialNames fields;
  private final Map<String, String> recent = new ConcurrentHashMap<>();

  /**
   * Creates a fingerprint function.
   *
   * @param secret the key of the HMAC, at least 16 bytes
   * @param key determines which fields hold credentials
   */
  public CredentialFingerprint(byte[] secret, KeyConfiguration key) {
    this.secret = new SecretKeySpec(secret, "HmacSHA256");
    this.fields = new CredentialNames(key);
  }

  /**
   * Returns whether a field holds credentials.
   *
   * @param lowerCaseName the field's name in lower case
   */
  public boolean isCredential(String lowerCaseName) {
    return fields.test(lowerCaseName);
  }

  /** Returns the fingerprint of {@code credential}: 32 hexadecimal digits. */
  public String of(String credential) {
    String known = recent.get(credential);
    if (known != null) {
      return known;
    }
    String made = compute(credential);
    if (recent.size() >= MAX_RECENT) {
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
