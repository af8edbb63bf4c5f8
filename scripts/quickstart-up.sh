need_jdk
need_packages $(packages_for build run image)
"$home/scripts/build" || exit
./oxt --version
