"""What is written in the journey: one proposal, its answers, and the judges' reasons."""

TITLE = "PERAHU SEHAT (Puskesmas Terapung bagi Warga Kepulauan)"
STARTED = "2023-05-02"
CATEGORY = "Pelayanan langsung kepada masyarakat"

ANSWERS = {
    "Ringkasan": (
        "Sejak Mei 2023 sebuah perahu dengan dua perawat dan satu bidan singgah setiap pekan di sebelas pulau. "
        "Ibu hamil, anak, dan lansia diperiksa di dermaga. Dalam dua tahun persalinan di rumah turun dari 61 menjadi 7."
    ),
    "Masalah sebelum inovasi": (
        "Pada 2022 warga sebelas pulau menyeberang 3 jam ke puskesmas. Register puskesmas mencatat 61 persalinan di rumah "
        "dan 214 anak tanpa imunisasi lengkap. Puskesmas keliling darat tidak menjangkau mereka."
    ),
    "Sumber daya dan pihak yang terlibat": (
        "Dua perawat, satu bidan, dan satu juru mudi bekerja bergiliran. Perahu berasal dari hibah provinsi tahun 2022; "
        "bahan bakar Rp96 juta setahun dari APBD. Kader PKK mendata pasien, kepala desa menyediakan dermaga."
    ),
    "Pembelajaran dan peluang replikasi": (
        "Musim angin barat menghentikan pelayaran enam pekan. Kami menitipkan obat dan alat tensi kepada kader, lalu memandu "
        "mereka lewat radio. Dua kecamatan tetangga meniru sejak Juni 2024 dengan satu perahu sewaan."
    ),
    "Kebaruan": (
        "Puskesmas keliling sudah lazim di darat. Yang baru di sini: jadwal mengikuti pasang surut, rekam medis dibawa di "
        "kapal dan dicocokkan setiap malam, dan kader pulau menjadi bagian tim, bukan penerima layanan."
    ),
    "Hasil dan bukti": (
        "Imunisasi lengkap naik dari 41 persen (2022) menjadi 88 persen (2025). Persalinan di rumah turun dari 61 menjadi 7. "
        "Sumber: register puskesmas, diperiksa inspektorat pada Januari 2026."
    ),
    "Manfaat bagi masyarakat": (
        "4.120 warga sebelas pulau kini diperiksa di pulaunya sendiri; ongkos perahu Rp150.000 sekali jalan tidak lagi mereka "
        "keluarkan. Dua pulau terluar baru terjangkau sebulan sekali dan menjadi sasaran tahun ini."
    ),
    "Keberlanjutan": (
        "Diatur dalam Peraturan Bupati Nomor 12 Tahun 2023, masuk renstra 2024–2029, dan dianggarkan Rp240 juta setahun. "
        "Kepala puskesmas sudah berganti satu kali dan layanan tetap berjalan."
    ),
}
NOTE = "Sebutkan sumber angka persalinan pada ringkasan."
MENDED = ANSWERS["Ringkasan"] + " Angka persalinan berasal dari register puskesmas."

CRITERIA = ("Kebaruan", "Produktif", "Bermanfaat", "Berkelanjutan")
REASONS = {
    "Kebaruan": "Jadwal yang mengikuti pasang surut belum dikenal pada layanan sejenis.",
    "Produktif": "Angka sebelum dan sesudah memakai ukuran yang sama dengan sumbernya.",
    "Bermanfaat": "Perubahan bagi warga sebelas pulau terlihat nyata dan terukur.",
    "Berkelanjutan": "Dasar hukum, anggaran, dan pergantian pimpinan disebut dengan tepat.",
}
