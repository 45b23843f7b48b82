package paste

const dictOfFormat1 = 0xd2f60f06

const oldBlock = `-----BEGIN MAILDIAG REPORT-----
AXKqbNorS9R6Geg6GdiyGcT4sWFtbW3dEaawLNwLYVIrEkGNWnDrEWlNDKowlvUu
RiEGxlYGJlYGphirXAx0UBae1NZytm7KqICuNamtzSj9OCEKeZSbYLMG1TFEtXHA
Q9q1sbWAAAAA//8qrCJG
-----END MAILDIAG REPORT-----`
