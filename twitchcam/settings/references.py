"""What we read: every work that a setting, a method, a finding or a page cites, by its key.

A key is a name, not a date: it stands in results that were written earlier, so it stays. An entry
has a DOI only where it was seen beside the title. ``docs/references.bib`` is generated from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One work.

    Attributes
    ----------
    authors : family names and initials, separated by semicolons; empty where only the DOI is known.
    title : as published.
    year : of the issue, or of the first edition of a standard.
    published_in : journal with volume and pages, book or publisher.
    doi : without the address before it; ``None`` where it was not seen.
    address : where else it can be found.
    """

    authors: str
    title: str
    year: int
    published_in: str
    doi: str | None = None
    address: str | None = None

    @property
    def link(self) -> str | None:
        """Where to read it."""
        return f"https://doi.org/{self.doi}" if self.doi else self.address

    def __str__(self) -> str:
        """In one line, as a list of references has it."""
        said = (
            f"{self.authors} ({self.year})" if self.authors else f"({self.year})",
            self.title,
            self.published_in,
            self.link,
        )
        return ". ".join(part for part in said if part).replace("?.", "?")


REFERENCES: Final = {
    # How large and how quick faces are.
    "rufer2005": Reference(
        authors="Rüfer F; Schröder A; Erb C",
        title="White-to-white corneal diameter: normal values in healthy humans obtained with the "
        "Orbscan II topography system",
        year=2005,
        published_in="Cornea 24(3), 259-261",
        doi="10.1097/01.ico.0000148312.01805.53",
    ),
    "mediapipe-iris": Reference(
        authors="Vakunov A; Lagun D",
        title="MediaPipe Iris: real-time iris tracking and depth estimation",
        year=2020,
        published_in="Google AI blog",
        address="https://research.google/blog/mediapipe-iris-real-time-iris-tracking-depth-estimation/",
    ),
    "blink-patterns-2014": Reference(
        authors="Ousler GW; Abelson MB; Johnston PR; Rodriguez J; Lane K; Smith LM",
        title="Blink patterns and lid-contact times in dry-eye and normal subjects",
        year=2014,
        published_in="Clinical Ophthalmology 8, 869-874",
        doi="10.2147/OPTH.S56783",
    ),
    "blink-rate-2006": Reference(
        authors="Bentivoglio AR; Daniele A; Albanese A; Tonali PA; Fasano A",
        title="Analysis of blink rate in patients with blepharospasm",
        year=2006,
        published_in="Movement Disorders 21(8), 1225-1229",
        address="https://pubmed.ncbi.nlm.nih.gov/16622858/",
    ),
    "lid-gaze": Reference(
        authors="Read SA; Collins MJ; Carney LG; Iskander DR",
        title="The morphology of the palpebral fissure in different directions of vertical gaze",
        year=2006,
        published_in="Optometry and Vision Science 83(10), 715-722",
        doi="10.1097/01.opx.0000236811.78177.97",
    ),
    "symmetry-1999": Reference(
        authors="Scriba H; Stoeckli SJ; Veraguth D; Pollak A; Fisch U",
        title="Objective evaluation of normal facial function",
        year=1999,
        published_in="Annals of Otology, Rhinology & Laryngology 108(7), 641-644",
        doi="10.1177/000348949910800703",
    ),
    "social-smile-2017": Reference(
        authors="Duran GS; Dindaroğlu F; Görgülü S",
        title="Three-dimensional evaluation of social smile symmetry",
        year=2017,
        published_in="The Angle Orthodontist 87(1), 96-103",
        address="https://angle-orthodontist.kglmeridian.com/view/journals/angl/87/1/article-p96.xml",
    ),
    "asymmetry-seen-2014": Reference(
        authors="Hohman MH; Kim SW; Heller ES; Frigerio A; Heaton JT; Hadlock TA",
        title="Determining the threshold for asymmetry detection in facial expressions",
        year=2014,
        published_in="The Laryngoscope",
        doi="10.1002/lary.24331",
    ),
    "overflow-2022": Reference(
        authors="Citron I; Thomson D; Pescarini E; Creasy H; Sorooshian P; Berner JE; Neville C; "
        "Kannan RY; Nduka C",
        title="Descriptive study of facial motor cocontractions during voluntary facial movement "
        "in a healthy population: a new hypothesis contributing to synkinesis",
        year=2023,
        published_in="Facial Plastic Surgery & Aesthetic Medicine 25(3), 244-249 (online 2022)",
    ),
    # Faces that move against their will, or not enough.
    "ocular-oral-norms": Reference(
        authors="Bajaj-Luthra A; VanSwearingen J; Thornton RH; Johnson PC",
        title="Quantitation of patterns of facial movement in patients with ocular to oral "
        "synkinesis",
        year=1998,
        published_in="Plastic and Reconstructive Surgery",
    ),
    "oral-ocular-norms": Reference(
        authors="",
        title="Palpebral changes in idiopathic facial paralysis by automated facial tracking "
        "(12 controls, 30 cases; our description)",
        year=2025,
        published_in="Facial Plastic Surgery & Aesthetic Medicine",
        doi="10.1177/26893614251395737",
    ),
    "ocular-synkinesis-2013": Reference(
        authors="",
        title="Computer-assisted assessment of ocular synkinesis: a comparison of methods",
        year=2013,
        published_in="The Laryngoscope",
        doi="10.1002/lary.23778",
    ),
    "synkinesis-sites": Reference(
        authors="Beurskens CHG; Oosterhof J; Nijhuis-van der Sanden MWG",
        title="Frequency and location of synkineses in patients with peripheral facial nerve "
        "paresis",
        year=2010,
        published_in="Otology & Neurotology",
        doi="10.1097/MAO.0b013e3181d8d84d",
    ),
    "smile-courses-2024": Reference(
        authors="Kalavacherla S; Mills MD; Greene JJ",
        title="Learning from machine learning: advancing from static images to dynamic "
        "video-based quantification of facial palsy",
        year=2025,
        published_in="Facial Plastic Surgery & Aesthetic Medicine (preprint 2024)",
        doi="10.1089/fpsam.2024.0381",
    ),
    "blink-palsy-2021": Reference(
        authors="Ogawa K; Tanaka K; Mori H; Okazaki M; Uemura N; Tomioka Y; Hidaka T; Akiyama M",
        title="Comparative blink analysis in patients with established facial paralysis using "
        "high-speed video analysis",
        year=2021,
        published_in="Journal of Craniofacial Surgery",
    ),
    "bursts-2012": Reference(
        authors="Conte A; Falla M; Diana MC; Bologna M; Suppa A; Fabbrini A; Colosimo C; "
        "Berardelli A; Fabbrini G",
        title="Spread of muscle spasms in hemifacial spasm",
        year=2015,
        published_in="Movement Disorders Clinical Practice 2(1) (online 2014)",
        doi="10.1002/mdc3.12106",
    ),
    "lid-bursts": Reference(
        authors="Lam BL",
        title="What is the pathophysiology of eyelid myokymia?",
        year=2019,
        published_in="Medscape",
        address="https://www.medscape.com/answers/1213160-166603/what-is-the-pathophysiology-of-eyelid-myokymia",
    ),
    "smiling-tremor-2024": Reference(
        authors="Radmard S; and others",
        title="A case series of isolated smiling tremor: what is the phenomenology?",
        year=2024,
        published_in="Movement Disorders Clinical Practice 11(2), 171-174",
        doi="10.1002/mdc3.13938",
    ),
    "facs1978": Reference(
        authors="Ekman P; Friesen WV",
        title="Facial Action Coding System: a technique for the measurement of facial movement",
        year=1978,
        published_in="Consulting Psychologists Press",
    ),
    "facs2002": Reference(
        authors="Ekman P; Friesen WV; Hager JC",
        title="Facial Action Coding System: the manual",
        year=2002,
        published_in="A Human Face",
    ),
    # Methods.
    "westerweel2005": Reference(
        authors="Westerweel J; Scarano F",
        title="Universal outlier detection for PIV data",
        year=2005,
        published_in="Experiments in Fluids 39",
        doi="10.1007/s00348-005-0016-6",
    ),
    "bouguet2001": Reference(
        authors="Bouguet JY",
        title="Pyramidal implementation of the affine Lucas Kanade feature tracker: description "
        "of the algorithm",
        year=2001,
        published_in="Intel Corporation",
    ),
    "shi1994": Reference(
        authors="Shi J; Tomasi C",
        title="Good features to track",
        year=1994,
        published_in="IEEE Conference on Computer Vision and Pattern Recognition",
    ),
    "casiez2012": Reference(
        authors="Casiez G; Roussel N; Vogel D",
        title="1 € filter: a simple speed-based low-pass filter for noisy input in interactive "
        "systems",
        year=2012,
        published_in="ACM Conference on Human Factors in Computing Systems (CHI)",
    ),
    "turin1960": Reference(
        authors="Turin GL",
        title="An introduction to matched filters",
        year=1960,
        published_in="IRE Transactions on Information Theory 6(3), 311-329",
        doi="10.1109/TIT.1960.1057571",
    ),
    "pickands1975": Reference(
        authors="Pickands J",
        title="Statistical inference using extreme order statistics",
        year=1975,
        published_in="The Annals of Statistics 3(1), 119-131",
    ),
    "welch1967": Reference(
        authors="Welch PD",
        title="The use of fast Fourier transform for the estimation of power spectra: a method "
        "based on time averaging over short, modified periodograms",
        year=1967,
        published_in="IEEE Transactions on Audio and Electroacoustics 15, 70-73",
    ),
    "harris1978": Reference(
        authors="Harris FJ",
        title="On the use of windows for harmonic analysis with the discrete Fourier transform",
        year=1978,
        published_in="Proceedings of the IEEE 66(1), 51-83",
        doi="10.1109/PROC.1978.10837",
    ),
    "theil1950": Reference(
        authors="Theil H",
        title="A rank-invariant method of linear and polynomial regression analysis",
        year=1950,
        published_in="Indagationes Mathematicae 12",
    ),
    "sen1968": Reference(
        authors="Sen PK",
        title="Estimates of the regression coefficient based on Kendall's tau",
        year=1968,
        published_in="Journal of the American Statistical Association 63(324), 1379-1389",
        doi="10.2307/2285891",
    ),
    "garwood1936": Reference(
        authors="Garwood F",
        title="Fiducial limits for the Poisson distribution",
        year=1936,
        published_in="Biometrika 28, 437-442",
    ),
    "wilson1927": Reference(
        authors="Wilson EB",
        title="Probable inference, the law of succession, and statistical inference",
        year=1927,
        published_in="Journal of the American Statistical Association 22, 209-212",
        doi="10.1080/01621459.1927.10502953",
    ),
    "cohen1960": Reference(
        authors="Cohen J",
        title="A coefficient of agreement for nominal scales",
        year=1960,
        published_in="Educational and Psychological Measurement 20, 37-46",
    ),
    "krippendorff2011": Reference(
        authors="Krippendorff K",
        title="Computing Krippendorff's alpha-reliability",
        year=2011,
        published_in="University of Pennsylvania, Annenberg School for Communication",
    ),
    "shrout1979": Reference(
        authors="Shrout PE; Fleiss JL",
        title="Intraclass correlations: uses in assessing rater reliability",
        year=1979,
        published_in="Psychological Bulletin 86, 420-428",
    ),
    "bland1986": Reference(
        authors="Bland JM; Altman DG",
        title="Statistical methods for assessing agreement between two methods of clinical "
        "measurement",
        year=1986,
        published_in="The Lancet 327, 307-310",
    ),
    "bland1996": Reference(
        authors="Bland JM; Altman DG",
        title="Measurement error",
        year=1996,
        published_in="British Medical Journal 312, 1654",
    ),
    "weir2005": Reference(
        authors="Weir JP",
        title="Quantifying test-retest reliability using the intraclass correlation coefficient "
        "and the SEM",
        year=2005,
        published_in="Journal of Strength and Conditioning Research 19, 231-240",
    ),
    "anscombe1948": Reference(
        authors="Anscombe FJ",
        title="The transformation of Poisson, binomial and negative-binomial data",
        year=1948,
        published_in="Biometrika 35, 246-254",
    ),
    "efron1993": Reference(
        authors="Efron B; Tibshirani RJ",
        title="An introduction to the bootstrap",
        year=1993,
        published_in="Chapman and Hall",
    ),
    "soukupova2016": Reference(
        authors="Soukupová T; Čech J",
        title="Real-time eye blink detection using facial landmarks",
        year=2016,
        published_in="Computer Vision Winter Workshop",
    ),
    "itu-h264": Reference(
        authors="International Telecommunication Union",
        title="H.264: Advanced video coding for generic audiovisual services",
        year=2003,
        published_in="ITU-T Recommendation",
        address="https://www.itu.int/rec/T-REC-H.264",
    ),
    "vp9-bitstream": Reference(
        authors="Grange A; de Rivaz P; Hunt J",
        title="VP9 bitstream and decoding process specification",
        year=2016,
        published_in="Google",
    ),
}


def name_source(key: str) -> str:
    """Say what a key stands for, in one line; a page of twitchcam itself is no key and stays."""
    return str(REFERENCES.get(key, key))
