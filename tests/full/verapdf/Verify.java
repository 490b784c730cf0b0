import java.io.FileInputStream;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.verapdf.core.VeraPDFException;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Prints each failed rule of each file under each flavour; status 1 if there is one. */
public class Verify {
	private static final EnumSet<PDFAFlavour> FLAVOURS =
		EnumSet.of(PDFAFlavour.PDFUA_1, PDFAFlavour.PDFA_3_A, PDFAFlavour.PDFA_3_U);

	public static void main(String[] files) throws Exception {
		int failed = 0;

		// It remarks on name-keyed CFF in a CIDFontType0C, which ISO 32000-1, 9.7.4.2, allows.
		Logger.getLogger("").setLevel(Level.SEVERE);
		VeraGreenfieldFoundryProvider.initialise();
		for (String file : files)
			for (PDFAFlavour flavour : FLAVOURS)
				try {
					failed += verify(file, flavour);
				} catch (VeraPDFException e) {
					System.out.println(file + ": " + flavour + ": not validated: " + e.getCause());
					failed++;
				}
		System.out.println(failed + " failed rules");
		System.exit(failed == 0 ? 0 : 1);
	}

	private static int verify(String file, PDFAFlavour flavour) throws Exception {
		try (InputStream in = new FileInputStream(file);
		     PDFAParser parser = Foundries.defaultInstance().createParser(in, flavour);
		     PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
			ValidationResult result = validator.validate(parser);

			for (TestAssertion a : result.getTestAssertions())
				System.out.println(file + ": " + flavour + ": " + a.getRuleId().getClause() + "-"
					+ a.getRuleId().getTestNumber() + ": " + a.getMessage() + " at "
					+ a.getLocation().getContext());
			System.out.println(file + ": " + flavour + ": "
				+ (result.isCompliant() ? "compliant" : "NOT compliant") + ", "
				+ result.getTotalAssertions() + " checks");
			return result.isCompliant() ? 0 : Math.max(1, result.getFailedChecks().size());
		}
	}
}
