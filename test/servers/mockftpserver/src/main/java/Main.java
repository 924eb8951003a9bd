import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.mockftpserver.fake.FakeFtpServer;
import org.mockftpserver.fake.UserAccount;
import org.mockftpserver.fake.filesystem.DirectoryEntry;
import org.mockftpserver.fake.filesystem.FileEntry;
import org.mockftpserver.fake.filesystem.UnixFakeFileSystem;

/** MockFtpServer's FakeFtpServer as its documentation sets it up: two accounts, files in memory. */
public class Main {
  static final Map<String, String> ENV = System.getenv();

  public static void main(String[] arguments) throws IOException {
    UnixFakeFileSystem files = new UnixFakeFileSystem();
    files.setCreateParentDirectoriesAutomatically(true);
    Path root = Path.of(ENV.get("FTP_ROOT"));
    FakeFtpServer server = new FakeFtpServer();
    for (String name : List.of("FTP_USER", "FTP_SECOND_USER")) {
      Path home = root.resolve(ENV.get(name));
      copy(home, files);
      String password = ENV.get(name.replace("USER", "PASSWORD"));
      server.addUserAccount(new UserAccount(ENV.get(name), password, home.toString()));
    }
    server.setFileSystem(files);
    server.setServerControlPort(Integer.parseInt(ENV.get("FTP_PORT")));
    server.start();
  }

  static void copy(Path home, UnixFakeFileSystem files) throws IOException {
    try (var found = Files.walk(home)) {
      for (Path path : found.toList())
        if (Files.isDirectory(path)) files.add(new DirectoryEntry(path.toString()));
        else {
          FileEntry file = new FileEntry(path.toString());
          file.setContents(Files.readAllBytes(path));
          files.add(file);
        }
    }
  }
}
