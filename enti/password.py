"""La lunghezza della password detta in italiano: la traduzione di Django non copre questa frase."""

from django.contrib.auth.password_validation import MinimumLengthValidator


class LunghezzaMinima(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"La password è troppo corta: servono almeno {self.min_length} caratteri."

    def get_help_text(self) -> str:
        return f"Almeno {self.min_length} caratteri: una frase che ricordi va benissimo."
