import com.guichaguri.minimalftp.FTPConnection;
import com.guichaguri.minimalftp.FTPServer;
import com.guichaguri.minimalftp.api.IFileSystem;
import com.guichaguri.minimalftp.api.IUserAuthenticator;
import com.guichaguri.minimalftp.impl.NativeFileSystem;
import java.io.File;
import java.io.FileInputStream;
import java.net.InetAddress;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** MinimalFTP as its README sets it up: two accounts, TLS on offer. */
public class Main {
  static final Map<String, String> ENV = System.getenv();
  static final Map<String, String> ACCOUNTS =
      Map.of(
          ENV.get("FTP_USER"), ENV.get("FTP_PASSWORD"),
          ENV.get("FTP_SECOND_USER"), ENV.get("FTP_SECOND_PASSWORD"));

  public static void main(String[] arguments) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    char[] password = "ftpspec".toCharArray();
    store.load(new FileInputStream(new File(ENV.get("FTP_ROOT"), "keystore.p12")), password);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
    keys.init(store, password);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), null, null);

    FTPServer server = new FTPServer(new Accounts());
    server.setSSLContext(tls);
    server.listenSync(
        InetAddress.getByName(ENV.get("FTP_HOST")), Integer.parseInt(ENV.get("FTP_PORT")));
  }

  static class Accounts implements IUserAuthenticator {
    @Override
    public boolean needsUsername(FTPConnection connection) {
      return true;
    }

    @Override
    public boolean needsPassword(FTPConnection connection, String name, InetAddress host) {
      return true;
    }

    @Override
    public IFileSystem authenticate(
        FTPConnection connection, InetAddress host, String name, String password)
        throws AuthException {
      if (!password.equals(ACCOUNTS.get(name))) throw new AuthException();
      return new NativeFileSystem(new File(ENV.get("FTP_ROOT"), name));
    }
  }
}
