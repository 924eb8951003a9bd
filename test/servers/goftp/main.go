// Command server is goftp.io/server as its README sets it up: two accounts, one tree, TLS on offer.
package main

import (
	"crypto/subtle"
	"log"
	"os"
	"path/filepath"
	"strconv"

	"goftp.io/server/v2"
	"goftp.io/server/v2/driver/file"
)

type accounts map[string]string

func (all accounts) CheckPasswd(_ *server.Context, user, password string) (bool, error) {
	wanted, known := all[user]
	return known && subtle.ConstantTimeCompare([]byte(wanted), []byte(password)) == 1, nil
}

func main() {
	user := os.Getenv("FTP_USER")
	driver, err := file.NewDriver(filepath.Join(os.Getenv("FTP_ROOT"), user))
	if err != nil {
		log.Fatal(err)
	}
	port, err := strconv.Atoi(os.Getenv("FTP_PORT"))
	if err != nil {
		log.Fatal(err)
	}
	ftp, err := server.NewServer(&server.Options{
		Driver: driver,
		Auth: accounts{
			user:                         os.Getenv("FTP_PASSWORD"),
			os.Getenv("FTP_SECOND_USER"): os.Getenv("FTP_SECOND_PASSWORD"),
		},
		Perm:         server.NewSimplePerm("ftp", "ftp"),
		Hostname:     os.Getenv("FTP_HOST"),
		Port:         port,
		TLS:          true,
		ExplicitFTPS: true,
		CertFile:     os.Getenv("FTP_CERTIFICATE"),
		KeyFile:      os.Getenv("FTP_KEY"),
		Logger:       new(server.DiscardLogger),
	})
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(ftp.ListenAndServe())
}
