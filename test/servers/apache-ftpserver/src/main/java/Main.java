import java.io.File;
import java.util.List;
import java.util.Map;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.UserManager;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.ssl.SslConfigurationFactory;
import org.apache.ftpserver.usermanager.ClearTextPasswordEncryptor;
import org.apache.ftpserver.usermanager.PropertiesUserManagerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginPermission;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/** Apache FtpServer embedded as its documentation shows: two accounts, strangers, TLS on offer. */
public class Main {
  static final Map<String, String> ENV = System.getenv();

  public static void main(String[] arguments) throws Exception {
    ListenerFactory listener = new ListenerFactory();
    listener.setServerAddress(ENV.get("FTP_HOST"));
    listener.setPort(Integer.parseInt(ENV.get("FTP_PORT")));
    SslConfigurationFactory tls = new SslConfigurationFactory();
    tls.setKeystoreFile(new File(ENV.get("FTP_ROOT"), "keystore.p12"));
    tls.setKeystoreType("PKCS12");
    tls.setKeystorePassword("ftpspec");
    tls.setSslProtocol("TLSv1.2", "TLSv1.3");
    listener.setSslConfiguration(tls.createSslConfiguration());

    ConnectionConfigFactory connections = new ConnectionConfigFactory();
    connections.setMaxLogins(0);
    connections.setMaxAnonymousLogins(0);
    connections.setLoginFailureDelay(0);
    connections.setMaxLoginFailures(0);

    PropertiesUserManagerFactory users = new PropertiesUserManagerFactory();
    users.setPasswordEncryptor(new ClearTextPasswordEncryptor());
    UserManager manager = users.createUserManager();
    manager.save(user(ENV.get("FTP_USER"), ENV.get("FTP_PASSWORD"), true));
    manager.save(user(ENV.get("FTP_SECOND_USER"), ENV.get("FTP_SECOND_PASSWORD"), true));
    manager.save(user("anonymous", null, false));

    FtpServerFactory factory = new FtpServerFactory();
    factory.addListener("default", listener.createListener());
    factory.setConnectionConfig(connections.createConnectionConfig());
    factory.setUserManager(manager);
    factory.createServer().start();
  }

  static BaseUser user(String name, String password, boolean writes) {
    BaseUser user = new BaseUser();
    user.setName(name);
    user.setPassword(password);
    user.setHomeDirectory(new File(ENV.get("FTP_ROOT"), name).getPath());
    ConcurrentLoginPermission many = new ConcurrentLoginPermission(0, 0);
    user.setAuthorities(writes ? List.of(new WritePermission(), many) : List.of(many));
    return user;
  }
}
