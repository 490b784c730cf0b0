import java.io.File;

import javax.activation.FileDataSource;

import org.apache.pdfbox.preflight.PreflightDocument;
import org.apache.pdfbox.preflight.ValidationResult;
import org.apache.pdfbox.preflight.ValidationResult.ValidationError;
import org.apache.pdfbox.preflight.exception.SyntaxValidationException;
import org.apache.pdfbox.preflight.parser.PreflightParser;

/** Prints what Apache PDFBox Preflight finds against PDF/A-1b; status 1 if there is anything. */
public class Preflight {
	public static void main(String[] files) throws Exception {
		int failed = 0;

		for (String file : files)
			failed += valid(file) ? 0 : 1;
		System.out.println(failed + " of " + files.length + " files not valid");
		System.exit(failed == 0 ? 0 : 1);
	}

	private static boolean valid(String file) throws Exception {
		ValidationResult result;

		try {
			PreflightParser parser = new PreflightParser(new FileDataSource(new File(file)));

			parser.parse();
			try (PreflightDocument document = parser.getPreflightDocument()) {
				document.validate();
				result = document.getResult();
			}
		} catch (SyntaxValidationException e) {
			result = e.getResult();
		}
		for (ValidationError e : result.getErrorsList())
			System.out.println(file + ": " + e.getErrorCode() + ": " + e.getDetails());
		System.out.println(file + ": PDF/A-1b: " + (result.isValid() ? "valid" : "NOT valid"));
		return result.isValid();
	}
}
